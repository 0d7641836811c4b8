namespace Nws.Farm;

/// <summary>The words of commands that run other commands elsewhere.</summary>
internal static class ShellCommand
{
    /// <summary>Where a template wants the worker's command.</summary>
    public const string Placeholder = "{command}";

    /// <summary>No window, no question: a login that asks for a password fails at once instead of waiting for one.</summary>
    public static readonly string[] SshOptions = ["-x", "-T", "-o", "BatchMode=yes", "-o", "ConnectTimeout=15", "-o", "ServerAliveInterval=15"];

    /// <summary>How <c>ssh</c> and <c>rsh</c> are told the node.</summary>
    public static string[] Login(SleighNode node) => node.User is null ? [node.Host] : ["-l", node.User, node.Host];

    /// <summary>A command as one text that a POSIX shell takes apart into the same words.</summary>
    public static string Quote(IEnumerable<string> words) => string.Join(' ', words.Select(Quote));

    /// <summary>The words of a template with the node and the command in their places.</summary>
    public static IEnumerable<string> Fill(IEnumerable<string> template, SleighNode node, IReadOnlyList<string> command)
    {
        foreach (string word in template)
        {
            if (word == Placeholder)
            {
                foreach (string part in command) yield return part;
                continue;
            }
            yield return word
                .Replace("{host}", node.Host, StringComparison.Ordinal)
                .Replace("{user}", node.User ?? Environment.UserName, StringComparison.Ordinal)
                .Replace(Placeholder, Quote(command), StringComparison.Ordinal);
        }
    }

    private static string Quote(string word) =>
        word.Length > 0 && word.All(static c => char.IsAsciiLetterOrDigit(c) || "-_./:=@%+,".Contains(c, StringComparison.Ordinal))
            ? word
            : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
