using Nws.Hosts.Repl.Rendering;
using Nws.Hosts.Repl.Session;

namespace Nws.Hosts.Repl.Commands;

/// <summary>Shows what is stored in the workspace at hand, until it is interrupted. It reads only, so nobody misses a value.</summary>
internal static class WorkspaceWatch
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(0.5);

    /// <summary>Watches one variable value by value, or how many values every variable has.</summary>
    internal static async Task RunAsync(ReplSession session, string? variable, CancellationToken cancellation)
    {
        NetWorkSpace workspace = await session.WorkspaceAsync(cancellation);
        session.Display.Say($"watching {(variable is null ? $"workspace '{workspace.Name}'" : $"variable '{variable}'")}; Ctrl+C ends it");
        try
        {
            if (variable is null) await CountsAsync(session, workspace, cancellation);
            else await ValuesAsync(session, workspace, variable, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // That is how watching ends.
        }
    }

    private static async Task ValuesAsync(ReplSession session, NetWorkSpace workspace, string variable, CancellationToken cancellation)
    {
        NwsValueIterator<NwsValue> values = workspace.IFind<NwsValue>(variable);
        await foreach (NwsValue value in values.WithCancellation(cancellation))
        {
            session.Display.Show($"{variable}: {ValueView.Render(value, session.Language, session.Display.Width)}");
        }
    }

    private static async Task CountsAsync(ReplSession session, NetWorkSpace workspace, CancellationToken cancellation)
    {
        Dictionary<string, int> before = [];
        using var timer = new PeriodicTimer(Pace);
        do
        {
            Dictionary<string, int> now = (await workspace.ListVarsAsync(cancellation)).ToDictionary(found => found.Name, found => found.ValueCount);
            foreach (string name in now.Keys.Union(before.Keys).Order(StringComparer.Ordinal))
            {
                if (now.GetValueOrDefault(name, -1) != before.GetValueOrDefault(name, -1)) session.Display.Show(Line(name, now, before));
            }
            before = now;
        }
        while (await timer.WaitForNextTickAsync(cancellation));
    }

    private static string Line(string name, Dictionary<string, int> now, Dictionary<string, int> before) => now.TryGetValue(name, out int count)
        ? before.TryGetValue(name, out int old) ? $"{name}: {old} -> {count} values" : $"{name}: {count} values"
        : $"{name}: deleted";
}
