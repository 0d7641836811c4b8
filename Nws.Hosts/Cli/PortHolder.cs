using System.Globalization;

namespace Nws.Hosts.Cli;

/// <summary>Finds out who listens on a port of this machine, where the system tells: from <c>/proc</c>.</summary>
internal static class PortHolder
{
    private const string Listening = "0A";

    /// <summary>A sentence for each of the ports that somebody listens on; empty if nothing is known.</summary>
    public static string Describe(params int?[] ports) => string.Concat(ports.Where(port => port is > 0).Select(port => Describe(port!.Value)));

    private static string Describe(int port)
    {
        var sockets = SocketsOn(port).ToHashSet(StringComparer.Ordinal);
        if (sockets.Count == 0) return "";
        return FindProcess(sockets) is { } process ? $" Port {port} is held by {process.Name}, process {process.Id}." : $" Port {port} is held by a process of another user.";
    }

    // Columns: number, local address, remote address, state, ..., and as the tenth the socket's inode.
    private static IEnumerable<string> SocketsOn(int port)
    {
        string ending = string.Create(CultureInfo.InvariantCulture, $":{port:X4}");
        foreach (string table in new[] { "/proc/net/tcp", "/proc/net/tcp6" }.Where(File.Exists))
        {
            foreach (string line in File.ReadLines(table).Skip(1))
            {
                string[] columns = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                if (columns.Length > 9 && columns[1].EndsWith(ending, StringComparison.Ordinal) && columns[3] == Listening) yield return $"socket:[{columns[9]}]";
            }
        }
    }

    private static (int Id, string Name)? FindProcess(HashSet<string> sockets)
    {
        foreach (string folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out int id)) continue;
            try
            {
                if (Directory.EnumerateFiles(Path.Combine(folder, "fd")).Any(file => new FileInfo(file).LinkTarget is { } target && sockets.Contains(target)))
                    return (id, File.ReadAllText(Path.Combine(folder, "comm")).Trim());
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                // Somebody else's process, or it has ended.
            }
        }
        return null;
    }
}
