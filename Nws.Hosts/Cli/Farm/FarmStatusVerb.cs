using System.CommandLine;
using Nws.Farm;

namespace Nws.Hosts.Cli;

/// <summary><c>nws farm status</c>: tells what the workers of a farm do, and for whom.</summary>
internal static class FarmStatusVerb
{
    public static Command Create()
    {
        var command = new Command("status", "Show the workers and the jobs of a farm.") { FarmArguments.Name };
        ClientArguments.AddTo(command);
        return command.RunsUntilInterrupted(ShowAsync);
    }

    private static async Task<int> ShowAsync(ParseResult parsed, CancellationToken cancellation)
    {
        await using var server = await ClientArguments.ConnectAsync(parsed, cancellation);
        var farm = await FarmView.FindAsync(server, parsed.GetRequiredValue(FarmArguments.Name), cancellation);
        if (await farm.KeeperAsync(cancellation) is { } keeper) Console.Out.WriteLine(Describe(keeper));
        List<object[]> workers = [];
        foreach (var member in await farm.MembersAsync(cancellation))
            workers.Add(WorkerRow(member, await farm.Workspace.FindTryAsync(SleighNames.StateOf(member["rank"].To<int>()), cancellation)));
        new Listing(["rank", "name", "tags", "state", "task", "since", "done", "failed"], workers).Print();
        var jobs = await farm.JobsAsync(cancellation);
        if (jobs.Count == 0) return ExitCodes.Ok;
        Console.Out.WriteLine();
        new Listing(["job", "language", "elements", "since", "owner"], [.. jobs.Select(JobRow)]).Print();
        return ExitCodes.Ok;
    }

    private static string Describe(NwsValue keeper)
    {
        string log = keeper["log"].To<string?>() is { } file ? $", log {file}" : "";
        return $"nws: farm '{keeper["name"].To<string>()}', kept for {FarmText.Ago(keeper["since"].To<DateTimeOffset>())} by process {keeper["pid"]} on {keeper["host"].To<string>()}{log}";
    }

    private static object[] WorkerRow(NwsValue member, NwsValue? state)
    {
        string tags = string.Join(',', member["tags"].To<List<string>>());
        if (state is null) return [member["rank"].To<int>(), member["name"].To<string>(), tags, "new", "", "", 0L, 0L];
        string task = state["job"].To<long?>() is { } job ? $"job {job}, element {state["tag"]}" : "";
        return
        [
            member["rank"].To<int>(), member["name"].To<string>(), tags, state["state"].To<string>(), task,
            FarmText.Ago(state["since"].To<DateTimeOffset>()), state["done"].To<long>(), state["failed"].To<long>(),
        ];
    }

    private static object[] JobRow(NwsValue job) =>
    [
        job["job"].To<long>(), job["language"].To<string>(), job["tasks"].To<long?>() is { } tasks ? $"{tasks}" : "?",
        FarmText.Ago(job["since"].To<DateTimeOffset>()), job["owner"].To<string>(),
    ];
}
