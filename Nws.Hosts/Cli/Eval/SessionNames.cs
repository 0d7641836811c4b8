using System.Text.RegularExpressions;

namespace Nws.Hosts.Cli.Eval;

/// <summary>The names that a prompt gives to code. To define them costs time, so it is done only for code in which they stand.</summary>
internal static class SessionNames
{
    private static readonly Regex Name = new(@"\b(ws|nws|sleigh)\b");

    /// <summary>Whether one of them may be meant.</summary>
    public static bool AreIn(string code) => Name.IsMatch(code);
}
