namespace Nws.Architecture.Tests.Rules;

/// <summary>Something that is written nowhere.</summary>
/// <param name="Pattern">What it looks like in one line: a regular expression.</param>
/// <param name="Files">Where it is looked for: a regular expression for the file's path.</param>
/// <param name="Except">The files in which it belongs.</param>
public sealed record BannedText(string Pattern, string Files, params string[] Except);
