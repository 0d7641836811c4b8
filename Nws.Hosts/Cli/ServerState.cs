using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Nws.Hosts.Cli;

/// <summary>What is remembered of a background server, in one file per port: how to find its process.</summary>
/// <param name="ProcessId">Its process.</param>
/// <param name="StartTime">When that process began; a later process of the same number is not the server.</param>
/// <param name="Launch">How it was started; null: an older version did not note it.</param>
internal sealed record ServerState(int ProcessId, DateTime StartTime, ServerLaunch? Launch)
{
    // The operating system counts process starts in ticks since it booted, and the clock may be set meanwhile.
    private static readonly TimeSpan StartTolerance = TimeSpan.FromSeconds(2);

    /// <summary>The folder of these files and the servers' logs.</summary>
    public static string Folder { get; } = Path.Combine(StateHome(), "nws");

    /// <summary>The log of the server on a port.</summary>
    public static string LogFile(int port) => FileOf(port, "log");

    /// <summary>The file in which the server on a port leaves how it went when it read its configuration again.</summary>
    public static string ReloadFile(int port) => FileOf(port, "reload");

    public static void Save(int port, Process process, ServerLaunch launch)
    {
        var state = new ServerState(process.Id, process.StartTime.ToUniversalTime(), launch);
        File.WriteAllText(FileOf(port, "json"), JsonSerializer.Serialize(state, JsonSerializerOptions.Web));
    }

    /// <summary>Finds the server that was started on a port, if its process still lives.</summary>
    public static Process? FindProcess(int port) => Find(port)?.FindProcess();

    /// <summary>What is remembered of the server that was started on a port; it may have ended.</summary>
    public static ServerState? Find(int port)
    {
        string file = FileOf(port, "json");
        return File.Exists(file) ? Read(file) : null;
    }

    public static void Forget(int port) => File.Delete(FileOf(port, "json"));

    private static ServerState? Read(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<ServerState>(File.ReadAllText(file), JsonSerializerOptions.Web);
        }
        catch (JsonException)
        {
            return null; // as if the server had never been started: somebody else wrote this, or a full disk cut it short
        }
    }

    private Process? FindProcess()
    {
        try
        {
            var process = Process.GetProcessById(ProcessId);
            if ((process.StartTime.ToUniversalTime() - StartTime).Duration() < StartTolerance) return process;
            process.Dispose();
            return null;
        }
        catch (Exception fault) when (fault is ArgumentException or InvalidOperationException)
        {
            return null; // there is no such process, or it ended just now
        }
    }

    private static string FileOf(int port, string extension) =>
        Path.Combine(Folder, string.Create(CultureInfo.InvariantCulture, $"server-{port}.{extension}"));

    private static string StateHome() => Environment.GetEnvironmentVariable("XDG_STATE_HOME") is { Length: > 0 } named
        ? named
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state");
}
