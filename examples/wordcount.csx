// Counts the words in text files: Python cuts the texts into words, JavaScript normalises them, C# adds them up.
//
//     nws run examples/wordcount.csx [FILE ...]        default: the licence texts that come with Debian
//
// A word is a run of the letters A to Z; capitals count as small letters.

using System.Diagnostics;

var licences = new DirectoryInfo("/usr/share/common-licenses").EnumerateFiles().Where(file => file.LinkTarget is null);
var files = args.Length > 0 ? args.Select(Path.GetFullPath).ToList() : licences.Select(file => file.FullName).ToList();

// Every worker learns both functions once. `sleigh` starts its workers when it is first used.
await sleigh.DefineAsync(Code.Python("""
    import re

    def tokenise(path):
        with open(path, encoding="utf-8", errors="replace") as text:
            return re.findall("[A-Za-z]+", text.read())
    """));

await sleigh.DefineAsync(Code.JavaScript("""
    const normalise = words => words.map(word => word.toLowerCase()).filter(word => word !== '');
    """));

// One task per file in Python, one per list of words in JavaScript; the lists travel as they are.
var clock = Stopwatch.StartNew();
var tokens = await sleigh.EachElemAsync(Code.Python("tokenise(path)", "path"), files);
var python = clock.Elapsed;

var words = await sleigh.EachElemAsync<List<string>>(Code.JavaScript("normalise(words)", "words"), tokens);
var javascript = clock.Elapsed - python;

var counts = words.SelectMany(list => list).CountBy(word => word)
    .OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key, StringComparer.Ordinal).ToList();
var csharp = clock.Elapsed - python - javascript;

Console.WriteLine($"{counts.Sum(entry => entry.Value)} words in {files.Count} files, {counts.Count} different ones. The most frequent:");
Console.WriteLine();
foreach (var (word, count) in counts.Take(10)) Console.WriteLine($"{count,8}  {word}");
Console.WriteLine();
Console.WriteLine($"Python cut for {python.TotalSeconds:0.00} s, JavaScript normalised for {javascript.TotalSeconds:0.00} s, "
    + $"C# added up for {csharp.TotalSeconds:0.00} s.");
