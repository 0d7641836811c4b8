using System.Globalization;
using Nws.Hosts.Repl.Rendering;
using Nws.Hosts.Repl.Session;

namespace Nws.Hosts.Repl.Commands;

/// <summary><c>#sleigh</c>: the workers of the session's Sleigh.</summary>
internal static class SleighCommand
{
    private const string Usage = "#sleigh [start [COUNT] | stop]";

    internal static ReplCommand Create() => new("sleigh", Usage, "tell of the workers that #each uses, start or stop them", RunAsync);

    private static async Task RunAsync(ReplSession session, string argument, CancellationToken cancellation)
    {
        switch (argument.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            case []:
                Tell(session);
                break;
            case ["start"]:
                await session.Farm.StartAsync(SessionFarm.UsualCount, cancellation);
                Tell(session);
                break;
            case ["start", var word] when int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count > 0:
                await session.Farm.StartAsync(count, cancellation);
                Tell(session);
                break;
            case ["stop"]:
                await session.Farm.StopAsync();
                break;
            default:
                throw new ArgumentException($"Write {Usage}.");
        }
    }

    private static void Tell(ReplSession session)
    {
        if (session.Farm.Running is not { } sleigh)
        {
            session.Display.Say("No workers run; #each or #sleigh start starts them.");
            return;
        }
        IReadOnlyList<object?[]> rows = [.. sleigh.WorkerInfo.Select(object?[] (worker) => [worker.Rank, worker.Host, worker.ProcessId])];
        session.Display.Show(new TextTable(["RANK", "HOST", "PROCESS"], rows).Render(session.Display.Width));
    }
}
