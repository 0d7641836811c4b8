using System.Text;

namespace Nws.Hosts.Languages;

/// <summary>What could stand at a place in a piece of code.</summary>
/// <param name="Start">Where the text begins that a choice replaces, which ends at the place: a number of characters.</param>
/// <param name="Items">The choices, sorted by text.</param>
internal sealed record Completions(int Start, IReadOnlyList<CompletionItem> Items)
{
    internal static int CountCodePoints(ReadOnlySpan<char> text)
    {
        int count = 0;
        foreach (Rune _ in text.EnumerateRunes()) count++;
        return count;
    }

    /// <summary>Reads what a kernel answers to <c>complete</c>.</summary>
    /// <param name="answer">The answer, which counts in code points.</param>
    /// <param name="code">The code it is about.</param>
    internal static Completions Read(NwsValue answer, string code) => new(
        IndexOf(answer["start"].To<int>(), code),
        [.. answer["items"].Items.Select(item => new CompletionItem(item["text"].To<string>(), item["kind"].To<string>()))]);

    private static int IndexOf(int codePoint, string code)
    {
        int index = 0;
        foreach (Rune rune in code.EnumerateRunes().Take(codePoint)) index += rune.Utf16SequenceLength;
        return index;
    }
}

/// <summary>A choice.</summary>
/// <param name="Text">What it puts in.</param>
/// <param name="Kind"><c>variable</c>, <c>function</c>, <c>type</c>, <c>module</c>, <c>property</c> or <c>keyword</c>.</param>
internal sealed record CompletionItem(string Text, string Kind);
