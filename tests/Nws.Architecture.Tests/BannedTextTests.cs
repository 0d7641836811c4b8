using System.Text.RegularExpressions;
using Nws.Architecture.Tests.Files;
using Nws.Architecture.Tests.Rules;

namespace Nws.Architecture.Tests;

public sealed class BannedTextTests
{
    private const string CSharp = @"\.csx?$";
    private const string Tests = @"^tests/.*\.cs$";
    private const string AnyCode = @"\.(csx?|py|m?js|R)$";
    private const string ThisFile = "tests/Nws.Architecture.Tests/BannedTextTests.cs";

    private static readonly BannedText[] Bans =
    [
        new("a region", @"^\s*#region", "    #region Fields", CSharp),
        new("a partial type", @"\bpartial\s+(class|record|struct|interface)\b", "public sealed partial class Sleigh", CSharp),
        new("unfinished work", @"NotImplemented(Exception|Error)|\b(TODO|FIXME|HACK)\b", "// TODO: the rest", AnyCode),
        new(
            "a name that says nothing",
            @"\b(class|record|struct|interface|enum)\s+\w*(Manager|Helpers?|Utils?)\b",
            "class TaskManager:",
            AnyCode),
        new(
            "an empty documentation tag",
            @"<(summary|remarks|returns|param|typeparam|exception|value)\b[^>/]*>\s*</\1>",
            "<param name=\"x\"></param>",
            CSharp),
        new("a skipped test", @"\[(Fact|Theory)\([^\]]*\bSkip\b|\bAssert\.Skip", "[Fact(Skip = \"flaky\")]", Tests),
        new("an unfinished merge", @"^(<{7}|>{7}) ", "<<<<<<< HEAD"),
        new("a folder of one machine", @"(?<![\w.-])/(home|root|work|Users)/\w|\b[A-Z]:\\(Users|Projects)\b", "cd /home/ada/nws"),
        new(
            "a package registry",
            @"https?://[^\s""'<>)/]*\b(registry|nuget|npmjs|yarnpkg|pypi|pythonhosted|artifactory|nexus)\b",
            "https://registry.npmjs.org/x"),
        new("blocking on a task", @"GetAwaiter\(\)\s*\.GetResult\(\)", "task.GetAwaiter().GetResult();", CSharp)
        {
            Except = ["Nws.Runtime/Client/Blocking.cs"],
        },
        // In quotes it is the code of a task; without end it is not waiting for something.
        new("sleeping to wait", @"^[^""]*\b(Thread\.Sleep|Task\.Delay)\b(?!\(Timeout\.Infinite)", "await Task.Delay(100);", Tests)
        {
            Except = ["tests/Nws.TestKit/Eventually.cs"],
        },
    ];

    public static TheoryData<string> Names { get; } = [.. Bans.Select(ban => ban.What)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Files_OfTheRepository_AreFreeOf(string what)
    {
        var ban = Bans.Single(ban => ban.What == what);
        Assert.Matches(ban.Pattern, ban.Example);

        Findings.AssertNone(
            from file in RepositoryFiles.All
            where Regex.IsMatch(file, ban.Files) && file != ThisFile && !ban.Except.Contains(file)
            from line in RepositoryFiles.Lines(file).Index()
            where Regex.IsMatch(line.Item, ban.Pattern)
            select $"{file}:{line.Index + 1}: {line.Item.Trim()}");
    }

    [Fact]
    public void FileNames_OfCode_SayWhatIsInTheFile() => Findings.AssertNone(
        from file in RepositoryFiles.Code
        where Regex.IsMatch(Path.GetFileNameWithoutExtension(file), "(manager|helpers?|utils?)$", RegexOptions.IgnoreCase)
        select file);
}
