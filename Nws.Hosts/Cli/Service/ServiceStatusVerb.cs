using System.CommandLine;

namespace Nws.Hosts.Cli.Service;

/// <summary><c>nws service status</c>: tells whether the service is installed, and runs.</summary>
internal static class ServiceStatusVerb
{
    public static Command Create()
    {
        var command = new Command("status", "Tell whether the service runs; exit code 0 if so, 3 if not, 4 if there is none.");
        ServiceArguments.AddTo(command);
        return command.RunsUntilInterrupted(ShowAsync);
    }

    private static async Task<int> ShowAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var place = ServiceArguments.Read(parsed);
        if (!File.Exists(place.UnitFile)) return Complaint.Say($"There is no service {place.Name}: {place.UnitFile} does not exist. nws service install makes it.", ExitCodes.Nothing);
        var (code, said) = await place.ControlAsync(cancellation, "is-active", place.Unit);
        Console.Out.WriteLine($"nws: {place.Unit} is {said}, unit {place.UnitFile}");
        return code == 0 ? ExitCodes.Ok : ExitCodes.NoServer;
    }
}
