using System.Collections.Concurrent;
using Nws.Server.Engine;
using Nws.Server.Loop;
using Nws.Server.Rights;

namespace Nws.Server.WebConsole;

/// <summary>
/// A session of the engine for one call of the API: what a connection is for a client. When it ends, what it fetched and did not confirm goes back, and what it waits for is given up.
/// </summary>
internal sealed class GuestSession : IAnswerSink, IAsyncDisposable
{
    private readonly EngineLoop _loop;
    private readonly EngineSession _session;
    private readonly Grant? _grant;
    private readonly ConcurrentDictionary<uint, TaskCompletionSource<Outcome>> _asked = new();
    private uint _last;

    public GuestSession(EngineLoop loop, EngineSession session, Grant? grant)
    {
        (_loop, _session, _grant) = (loop, session, grant);
        session.Tag = this;
    }

    /// <summary>Gives a command and waits for its answer.</summary>
    /// <param name="command">Makes the command of the session and the request's id.</param>
    /// <param name="cancellation">Gives up waiting; dispose the session then.</param>
    /// <exception cref="ApiProblemException">The engine refused, or the caller may not do this.</exception>
    public async Task<Outcome> AskAsync(Func<EngineSession, uint, EngineCommand> command, CancellationToken cancellation)
    {
        uint request = ++_last;
        var asked = command(_session, request);
        if (CommandRights.Check(_grant, ref asked) is { } denied) throw ApiProblemException.Of(denied);
        var answer = new TaskCompletionSource<Outcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        _asked[request] = answer;
        _loop.Enqueue(asked);
        _loop.Run();
        var outcome = await answer.Task.WaitAsync(cancellation).ConfigureAwait(false);
        return outcome is Outcome.Failed failed ? throw ApiProblemException.Of(failed) : outcome;
    }

    /// <summary>The value has arrived.</summary>
    public void Confirm(long lease)
    {
        _loop.Enqueue(new Confirm(_session, [lease]));
        _loop.Run();
    }

    public bool Add(uint request, Outcome outcome)
    {
        if (_asked.TryRemove(request, out var answer)) answer.TrySetResult(outcome);
        return false;
    }

    public void Flush()
    {
        // Answers are told as they come.
    }

    public async ValueTask DisposeAsync() => await _loop.PostAsync((engine, now, effects) =>
    {
        engine.Disconnect(_session, now, effects);
        return true;
    }).ConfigureAwait(false);
}
