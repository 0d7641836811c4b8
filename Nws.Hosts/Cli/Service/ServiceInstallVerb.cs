using System.CommandLine;
using Nws.Hosts.Cli.Configuration;

namespace Nws.Hosts.Cli.Service;

/// <summary><c>nws service install</c>: writes the unit and lets systemd start it, now and whenever the system starts.</summary>
internal static class ServiceInstallVerb
{
    private static readonly Option<bool> Print = new("--print") { Description = "Show the unit on standard output, and do nothing." };

    private static readonly Option<string?> RunAs = new("--run-as")
    {
        Description = "With --system: the user it runs as. Without it systemd makes one for it, which may write in /var/lib/NAME only.",
        HelpName = "user",
    };

    public static Command Create()
    {
        var command = new Command("install", "Install a server as a service of systemd, with these options of nws serve, and start it.") { Print, RunAs };
        ServiceArguments.AddTo(command);
        ServerArguments.AddTo(command);
        return command.RunsUntilInterrupted(InstallAsync);
    }

    private static async Task<int> InstallAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var configuration = ServerConfiguration.Read(parsed);
        configuration.Options.Validate();
        var place = ServiceArguments.Read(parsed);
        var unit = UnitOf(place, configuration, parsed.GetValue(RunAs));
        if (parsed.GetValue(Print))
        {
            StandardOutput.Write(System.Text.Encoding.UTF8.GetBytes(unit.ToString()));
            return ExitCodes.Ok;
        }
        if (place.IsSystem) CheckReadable(unit.Command[0]);
        Write(place.UnitFile, unit.ToString(), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        string secrets = string.Concat(configuration.Secrets().Select(secret => $"{secret.Variable}=\"{Escape(secret.Value)}\"\n"));
        if (secrets.Length > 0) Write(place.EnvironmentFile, secrets, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await place.DemandAsync(cancellation, "daemon-reload");
        await place.DemandAsync(cancellation, "enable", place.Unit);
        await place.DemandAsync(cancellation, "restart", place.Unit);
        Console.Out.WriteLine($"nws: {place.Unit} runs; its unit is {place.UnitFile}, its log is shown by journalctl {(place.IsSystem ? "" : "--user ")}-u {place.Name}");
        return ExitCodes.Ok;
    }

    private static SystemdUnit UnitOf(SystemdPlace place, ServerConfiguration configuration, string? runAs)
    {
        string[] folders = [.. new[] { ServerArguments.Data, ServerArguments.LogFile }.Select(configuration.Get).OfType<string>().Select(file => Path.GetDirectoryName(Path.GetFullPath(file))!).Distinct()];
        string own = $"/var/lib/{place.Name}";
        if (place.IsSystem && runAs is null && Array.Find(folders, folder => folder != own && !folder.StartsWith($"{own}/", StringComparison.Ordinal)) is { } foreign)
            throw new ArgumentException($"The service could not write in {foreign}: give files in {own}, or say by --run-as whose they are.");
        return new SystemdUnit(place, [.. NwsProgram.Command, "serve", .. ServerLaunch.Of(configuration).Arguments], runAs, runAs is null ? [] : folders);
    }

    private static string Escape(string secret) => secret.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);

    // A program in somebody's home, for example, only he can start.
    private static void CheckReadable(string program)
    {
        if (OperatingSystem.IsWindows()) return;
        for (string? path = Path.GetFullPath(program); path is not null and not "/"; path = Path.GetDirectoryName(path))
        {
            if (!File.GetUnixFileMode(path).HasFlag(UnixFileMode.OtherExecute))
                throw new ArgumentException($"Other users cannot start {program}, for {path} is closed to them: put nws where everybody may read it, in /opt/nws for example, and install the service from there.");
        }
    }

    private static void Write(string file, string content, UnixFileMode mode)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = mode;
        using var writer = new StreamWriter(file, options);
        writer.Write(content);
    }
}
