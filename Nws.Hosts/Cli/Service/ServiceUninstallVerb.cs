using System.CommandLine;

namespace Nws.Hosts.Cli.Service;

/// <summary><c>nws service uninstall</c>: stops the service and takes it away; its data stay.</summary>
internal static class ServiceUninstallVerb
{
    public static Command Create()
    {
        var command = new Command("uninstall", "Stop the service and take it away. Data and logs stay.");
        ServiceArguments.AddTo(command);
        return command.RunsUntilInterrupted(UninstallAsync);
    }

    private static async Task<int> UninstallAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var place = ServiceArguments.Read(parsed);
        if (!File.Exists(place.UnitFile)) return Complaint.Say($"There is no service {place.Name}: {place.UnitFile} does not exist.", ExitCodes.Nothing);
        await place.DemandAsync(cancellation, "disable", "--now", place.Unit);
        File.Delete(place.UnitFile);
        if (File.Exists(place.EnvironmentFile)) File.Delete(place.EnvironmentFile);
        await place.DemandAsync(cancellation, "daemon-reload");
        Console.Out.WriteLine($"nws: {place.Unit} is stopped and gone");
        return ExitCodes.Ok;
    }
}
