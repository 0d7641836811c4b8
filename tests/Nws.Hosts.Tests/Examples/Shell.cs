using System.Diagnostics;
using Nws.TestKit;

namespace Nws.Hosts.Tests.Examples;

/// <summary>Runs commands as a user does in the root of the repository, with <c>nws</c> on the path and a server of their own.</summary>
internal sealed class Shell(NwsEndpoint server, string? data = null)
{
    private static readonly string[] Settings = [NwsEndpoint.TokenVariable, "NWS_WS", "NWS_CLI"];

    /// <summary>What a command printed, with its error output behind it if it failed.</summary>
    public async Task<string> RunAsync(string command)
    {
        await using var process = TestProcess.Start(StartInfo(command));
        var result = await process.EndAsync();
        return result.ExitCode == 0 ? result.Output : $"{result.Output}(exit code {result.ExitCode}) {result.Errors}";
    }

    private ProcessStartInfo StartInfo(string command)
    {
        var start = new ProcessStartInfo("bash", ["-c", command]) { WorkingDirectory = Repository.Root };
        start.Environment["PATH"] = AppContext.BaseDirectory + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH");
        start.Environment[NwsEndpoint.ServerVariable] = server.ToString();
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        start.Environment["NWS_DATA"] = data;
        foreach (string name in Settings) start.Environment.Remove(name);
        return start;
    }
}
