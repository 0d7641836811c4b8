using System.ComponentModel;
using System.Diagnostics;

namespace Nws.Hosts.Cli.Service;

/// <summary>Where a service of systemd has its files, and how systemd is told of it.</summary>
/// <param name="Name">The service's name.</param>
/// <param name="IsSystem">Whether it is a service of the machine; else of this user.</param>
internal sealed record SystemdPlace(string Name, bool IsSystem)
{
    /// <summary>The name of its unit.</summary>
    public string Unit => $"{Name}.service";

    /// <summary>The file of its unit.</summary>
    public string UnitFile => Path.Combine(IsSystem ? "/etc/systemd/system" : Path.Combine(Configuration, "systemd", "user"), Unit);

    /// <summary>The file with its environment, which holds what nobody else may read: the token.</summary>
    public string EnvironmentFile => Path.Combine(IsSystem ? "/etc/nws" : Path.Combine(Configuration, "nws"), $"{Name}.environment");

    private static string Configuration => Environment.GetEnvironmentVariable("XDG_CONFIG_HOME") is { Length: > 0 } named
        ? named
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".config");

    /// <summary>Runs <c>systemctl</c>.</summary>
    /// <returns>Its exit code, and what it said.</returns>
    /// <exception cref="IOException">There is no systemctl.</exception>
    public async Task<(int Code, string Said)> ControlAsync(CancellationToken cancellation, params string[] words)
    {
        string[] scope = IsSystem ? [] : ["--user"];
        try
        {
            using var process = Process.Start(new ProcessStartInfo("systemctl", [.. scope, .. words]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(cancellation), process.StandardError.ReadToEndAsync(cancellation));
            await process.WaitForExitAsync(cancellation);
            return (process.ExitCode, $"{await output}{await errors}".Trim());
        }
        catch (Win32Exception)
        {
            throw new IOException("There is no systemctl: this system is not run by systemd. docs/service.md has samples for launchd and Windows; nws start runs a server without any of them.");
        }
    }

    /// <summary>Runs <c>systemctl</c> where it must succeed.</summary>
    /// <exception cref="IOException">It does not; the message has what it said.</exception>
    public async Task DemandAsync(CancellationToken cancellation, params string[] words)
    {
        var (code, said) = await ControlAsync(cancellation, words);
        if (code != 0) throw new IOException($"systemctl {(IsSystem ? "" : "--user ")}{string.Join(' ', words)} failed: {said}");
    }
}
