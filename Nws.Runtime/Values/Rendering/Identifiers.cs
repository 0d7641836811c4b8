namespace Nws.Values;

/// <summary>Keys that C# and JavaScript write without quotes.</summary>
internal static class Identifiers
{
    private const int LongestPlain = 100;

    internal static bool IsIdentifier(string name) => name.Length is > 0 and <= LongestPlain
        && !char.IsAsciiDigit(name[0])
        && name.All(character => char.IsAsciiLetterOrDigit(character) || character == '_');
}
