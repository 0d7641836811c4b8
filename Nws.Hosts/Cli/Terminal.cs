namespace Nws.Hosts.Cli;

/// <summary>The terminal that this process belongs to.</summary>
internal static class Terminal
{
    /// <summary>Whether there is one: false in the background and under systemd, and once it has been closed.</summary>
    public static bool IsThere()
    {
        if (OperatingSystem.IsWindows()) return false;
        try
        {
            using var terminal = new FileStream("/dev/tty", FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
            return true;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
