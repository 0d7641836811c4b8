namespace Nws.Hosts.Languages;

/// <summary>Whether there is more to kill than one process. The run-time library looks for children among all processes of the machine, which takes as long as a short task.</summary>
internal static class ProcessTree
{
    /// <summary>Whether a process that cannot start others, as it is stopped, has none either. Where the system does not say: false.</summary>
    /// <param name="process">Its id.</param>
    internal static bool IsAlone(int process)
    {
        if (!OperatingSystem.IsLinux()) return false;
        try
        {
            return Directory.EnumerateDirectories($"/proc/{process}/task").All(thread => File.ReadAllText(Path.Combine(thread, "children")).Length == 0);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return false; // a thread has ended meanwhile, or this Linux keeps no such lists
        }
    }
}
