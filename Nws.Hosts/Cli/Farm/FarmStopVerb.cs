using System.CommandLine;
using System.Diagnostics;
using Nws.Farm;

namespace Nws.Hosts.Cli;

/// <summary><c>nws farm stop</c>: ends a farm, after the tasks that run.</summary>
internal static class FarmStopVerb
{
    // Beside what running tasks are given: the workers' own patience with their kernels, and more than one keeper has with its workers.
    private static readonly TimeSpan KeeperPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LooksAgain = TimeSpan.FromSeconds(0.05);

    private static readonly Option<double> Limit = new("--timeout")
    {
        Description = "Seconds that running tasks are given to finish.",
        HelpName = "seconds",
        DefaultValueFactory = _ => 10,
    };

    public static Command Create()
    {
        var command = new Command("stop", "Stop a farm and its workers.") { FarmArguments.Name, Limit };
        ClientArguments.AddTo(command);
        return command.RunsUntilInterrupted(StopAsync);
    }

    private static async Task<int> StopAsync(ParseResult parsed, CancellationToken cancellation)
    {
        double limit = parsed.GetValue(Limit);
        if (limit is not (>= 0 and < int.MaxValue)) throw new ArgumentException($"A time limit of {limit} seconds makes no sense.");
        await using var server = await ClientArguments.ConnectAsync(parsed, cancellation);
        var farm = await FarmView.FindAsync(server, parsed.GetRequiredValue(FarmArguments.Name), cancellation);
        using var keeper = await farm.KeeperAsync(cancellation) is { } record ? FindProcess(record) : null;
        await farm.Workspace.StoreAsync(SleighNames.Stop, limit, cancellation);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(TimeSpan.FromSeconds(limit) + KeeperPatience);
        try
        {
            await GoneAsync(server, farm, patience.Token);
            if (keeper is not null) await keeper.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return Complaint.Say($"The keeper of the farm '{farm.Name}' does not end. Its process is in: nws farm status {farm.Name}", ExitCodes.Failure);
        }
        Console.Out.WriteLine($"nws: farm '{farm.Name}' is stopped");
        return ExitCodes.Ok;
    }

    private static async Task GoneAsync(NwsServer server, FarmView farm, CancellationToken cancellation)
    {
        while ((await server.ListWssAsync(cancellationToken: cancellation)).Any(known => known.Name == farm.Workspace.Name))
            await Task.Delay(LooksAgain, cancellation);
    }

    /// <summary>The keeper's process, if it runs on this machine.</summary>
    private static Process? FindProcess(NwsValue keeper)
    {
        if (keeper["host"].To<string>() != Environment.MachineName) return null;
        try
        {
            return Process.GetProcessById(keeper["pid"].To<int>());
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
