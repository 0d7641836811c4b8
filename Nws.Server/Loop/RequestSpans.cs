using System.Collections.Concurrent;
using System.Diagnostics;
using Nws.Server.Engine;
using Nws.Wire;
using Activity = System.Diagnostics.Activity;

namespace Nws.Server.Loop;

/// <summary>
/// A span for every request, from when it comes until its answer goes out, with what it waited for a value or for the disk: for whoever listens to the <see cref="ActivitySource"/> <see cref="NwsServerOptions.TelemetryName"/>. Of a call of the web
/// API it is a child of the call's span.
/// </summary>
internal sealed class RequestSpans
{
    private const int BetweenClearings = 1024;
    private static readonly ActivitySource Source = new(NwsServerOptions.TelemetryName);

    private readonly ConcurrentDictionary<(EngineSession Session, uint Request), Activity> _open = new();
    private int _begun;

    /// <summary>A request has come.</summary>
    public void Begin(EngineCommand command)
    {
        if (command.Request is not { } request || !Source.HasListeners()) return;
        var current = Activity.Current;
        var span = Source.StartActivity(NameOf(command), ActivityKind.Server);
        Activity.Current = current;
        if (span is null) return;
        span.SetTag("nws.client", command.Session.Label);
        if (command is WorkspaceCommand { Workspace: var workspace }) span.SetTag("nws.workspace", workspace);
        if (VariableOf(command) is { } variable) span.SetTag("nws.variable", variable);
        _open[(command.Session, request)] = span;
        if (Interlocked.Increment(ref _begun) % BetweenClearings == 0) EndThoseOfEndedSessions();
    }

    /// <summary>Its answer goes out.</summary>
    public void End(Effect effect)
    {
        if (_open.IsEmpty || !_open.TryRemove((effect.Session, effect.Request), out var span)) return;
        if (effect.Outcome is Outcome.Failed failed) span.SetTag("error.type", ErrorCodes.Name(failed.Code)).SetStatus(ActivityStatusCode.Error, failed.Message);
        Stop(span);
    }

    private static string NameOf(EngineCommand command) => command is Take take ? take.Kind.ToString() : command.GetType().Name;

    private static string? VariableOf(EngineCommand command) => command switch
    {
        Store store => store.Variable,
        StoreAll store => store.Variable,
        Take take => string.Join(", ", take.Variables),
        Declare declare => declare.Variable,
        DeleteVariable delete => delete.Variable,
        _ => null,
    };

    // Their requests get no answer any more.
    private void EndThoseOfEndedSessions()
    {
        foreach (var key in _open.Keys.Where(key => key.Session.HasEnded))
        {
            if (_open.TryRemove(key, out var span)) Stop(span.SetStatus(ActivityStatusCode.Error, "The session ended first."));
        }
    }

    // It would make its parent the current one of whoever runs this.
    private static void Stop(Activity span)
    {
        var current = Activity.Current;
        span.Stop();
        Activity.Current = current;
    }
}
