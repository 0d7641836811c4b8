namespace Nws.Architecture.Tests.Rules;

/// <summary>Something that is written nowhere.</summary>
/// <param name="What">What it is, in words.</param>
/// <param name="Pattern">What it looks like in one line: a regular expression.</param>
/// <param name="Example">A line that it finds.</param>
/// <param name="Files">Where it is looked for: a regular expression for the file's path.</param>
internal sealed record BannedText(string What, string Pattern, string Example, string Files = "")
{
    /// <summary>The files in which it belongs.</summary>
    public IReadOnlyList<string> Except { get; init; } = [];
}
