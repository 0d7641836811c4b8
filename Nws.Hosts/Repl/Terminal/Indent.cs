namespace Nws.Hosts.Repl.Terminal;

/// <summary>How far a line is moved in that follows others.</summary>
internal static class Indent
{
    private const string Step = "    ";

    /// <summary>As far as the last line, and a step more behind what opens a block.</summary>
    internal static string After(string text)
    {
        string line = text[(text.LastIndexOf('\n') + 1)..];
        string own = line[..(line.Length - line.TrimStart().Length)];
        return line.TrimEnd() is [.., ':' or '{' or '[' or '('] ? own + Step : own;
    }
}
