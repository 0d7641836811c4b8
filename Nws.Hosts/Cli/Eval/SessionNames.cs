namespace Nws.Hosts.Cli.Eval;

/// <summary>The names that a prompt gives to code. To define them costs time, so it is done only for code in which they stand.</summary>
internal static class SessionNames
{
    private static readonly string[] Names = ["ws", "nws", "server", "sleigh"];

    /// <summary>Whether one of them may be meant.</summary>
    // Not by a regular expression: the first of a process costs more than the rest of this class.
    public static bool AreIn(string code) => Names.Any(name => IsIn(code, name));

    private static bool IsIn(string code, string name)
    {
        for (int at = code.IndexOf(name, StringComparison.Ordinal); at >= 0; at = code.IndexOf(name, at + 1, StringComparison.Ordinal))
        {
            if (!IsWord(code, at - 1) && !IsWord(code, at + name.Length)) return true;
        }
        return false;
    }

    private static bool IsWord(string code, int at) => at >= 0 && at < code.Length && (char.IsLetterOrDigit(code[at]) || code[at] == '_');
}
