using System.CommandLine;

namespace Nws.Hosts.Cli;

/// <summary><c>nws farm list</c>: lists the farms of a server.</summary>
internal static class FarmListVerb
{
    private static readonly Option<bool> Json = new("--json") { Description = "Print the list as JSON." };

    public static Command Create()
    {
        var command = new Command("list", "List the farms of a server.") { Json };
        ClientArguments.AddTo(command);
        return command.RunsUntilInterrupted(ListAsync);
    }

    private static async Task<int> ListAsync(ParseResult parsed, CancellationToken cancellation)
    {
        await using var server = await ClientArguments.ConnectAsync(parsed, cancellation);
        List<object[]> rows = [];
        foreach (var farm in await FarmView.AllAsync(server, cancellation))
        {
            int workers = (await farm.MembersAsync(cancellation)).Count, jobs = (await farm.JobsAsync(cancellation)).Count;
            rows.Add([farm.Name, workers, jobs, await farm.WaitingTasksAsync(cancellation)]);
        }
        var listing = new Listing(["name", "workers", "jobs", "tasks"], rows);
        if (parsed.GetValue(Json)) listing.PrintJson();
        else listing.Print();
        return ExitCodes.Ok;
    }
}
