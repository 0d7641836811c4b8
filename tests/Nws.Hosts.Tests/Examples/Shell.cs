using System.Diagnostics;

namespace Nws.Hosts.Tests.Examples;

/// <summary>Runs commands as a user does in the root of the repository, with <c>nws</c> on the path and a server of their own.</summary>
internal sealed class Shell(NwsEndpoint server)
{
    // Generous: a Sleigh starts three workers and their kernels, on a machine that may be busy.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>The root of the repository.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>What a command printed, with its error output behind it if it failed.</summary>
    public async Task<string> RunAsync(string command, CancellationToken cancellationToken)
    {
        using var process = Process.Start(StartInfo(command))!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return process.ExitCode == 0 ? await output : $"{await output}(exit code {process.ExitCode}) {await errors}";
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    private ProcessStartInfo StartInfo(string command)
    {
        var start = new ProcessStartInfo("bash", ["-c", command])
        {
            WorkingDirectory = Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] = AppContext.BaseDirectory + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH");
        start.Environment[NwsEndpoint.ServerVariable] = server.ToString();
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        foreach (string variable in (string[])[NwsEndpoint.TokenVariable, "NWS_WS", "NWS_CLI"]) start.Environment.Remove(variable);
        return start;
    }

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Nws.sln"))) folder = Path.GetDirectoryName(folder);
        return folder ?? throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds Nws.sln.");
    }
}
