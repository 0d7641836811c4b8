using System.Diagnostics;
using Nws.TestKit;

namespace Nws.Hosts.Tests.Cli;

/// <summary>Runs <c>nws</c> as a process, in an environment and a folder of its own: no setting of the tester is seen or touched.</summary>
internal sealed class NwsCommandLine : IDisposable
{
    private const string MarkVariable = "NWS_TEST_MARK";

    private static readonly string[] Settings = ["NWS_SERVER", "NWS_TOKEN", "NWS_WS", "NWS_CLI", "NWS_PYTHON", "NWS_NODE", "NWS_DATA", "VIRTUAL_ENV"];

    private readonly string _mark = Guid.NewGuid().ToString();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nws-cli-");

    /// <param name="server">The server in <c>NWS_SERVER</c>; null leaves it unset.</param>
    public NwsCommandLine(NwsEndpoint? server = null)
    {
        foreach (string name in Settings) Variables[name] = null;
        Variables[NwsEndpoint.ServerVariable] = server?.ToString();
        Variables["XDG_STATE_HOME"] = Folder;
        Variables["XDG_CONFIG_HOME"] = Folder;
        Variables["PYTHONDONTWRITEBYTECODE"] = "1";
        Variables[MarkVariable] = _mark;
    }

    /// <summary>Which <c>nws</c>; default: the one beside the tests.</summary>
    public string Program { get; init; } = Path.Combine(AppContext.BaseDirectory, "nws");

    /// <summary>What is changed in the environment; null removes a variable.</summary>
    public Dictionary<string, string?> Variables { get; } = [];

    /// <summary>The current folder of <c>nws</c>, and where it keeps the state of servers.</summary>
    public string Folder => _folder.FullName;

    public Task<ProcessResult> RunAsync(params string[] arguments) => RunWithInputAsync([], arguments);

    public async Task<ProcessResult> RunWithInputAsync(byte[] input, params string[] arguments)
    {
        await using var process = Start(arguments);
        await process.Input.BaseStream.WriteAsync(input);
        return await process.EndAsync();
    }

    public TestProcess Start(params string[] arguments) => TestProcess.Start(StartInfo([Program, .. arguments]));

    /// <summary>Starts it as the leader of a process group in which Ctrl+C works, even if the tests run where it does not.</summary>
    public TestProcess StartInTerminal(params string[] arguments) =>
        TestProcess.Start(StartInfo(["setsid", "env", "--default-signal=INT", Program, .. arguments]));

    /// <summary>Writes a file into the folder.</summary>
    public void Write(string file, string content) => File.WriteAllText(Path.Combine(Folder, file), content);

    /// <summary>Waits until no process lives that this <c>nws</c>, or a process it started, has started.</summary>
    public async Task AllGoneAsync()
    {
        string[] left = [];
        try
        {
            await Eventually.TrueAsync(() => (left = [.. Directory.EnumerateDirectories("/proc").Where(IsOurs)]).Length == 0);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"Processes are left:\n{string.Join('\n', left.Select(Describe))}");
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private ProcessStartInfo StartInfo(string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..]) { WorkingDirectory = Folder };
        foreach (var (name, value) in Variables)
        {
            if (value is null) start.Environment.Remove(name);
            else start.Environment[name] = value;
        }
        return start;
    }

    /// <summary>Its command, and what it and its threads are doing.</summary>
    private static string Describe(string process)
    {
        try
        {
            var threads = Directory.EnumerateDirectories(Path.Combine(process, "task")).Select(task =>
                $"{File.ReadAllText(Path.Combine(task, "comm")).Trim()} {File.ReadLines(Path.Combine(task, "status")).First(line => line.StartsWith("State", StringComparison.Ordinal))} {File.ReadAllText(Path.Combine(task, "wchan"))}");
            return $"{process}: {File.ReadAllText(Path.Combine(process, "cmdline")).Replace('\0', ' ')}\n  {string.Join("\n  ", threads)}";
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return $"{process}: {fault.Message}";
        }
    }

    private bool IsOurs(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "environ")).Contains($"{MarkVariable}={_mark}", StringComparison.Ordinal);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return false; // no process, somebody else's, or gone just now
        }
    }
}
