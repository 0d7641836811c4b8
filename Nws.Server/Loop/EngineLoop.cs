using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Nws.Server.Engine;
using Nws.Server.Persistence;
using Nws.Wire;

namespace Nws.Server.Loop;

/// <summary>
/// The one loop that owns the engine.
/// </summary>
/// <remarks>
/// <para>Sessions <see cref="Enqueue"/> what their clients ask and call <see cref="Run"/>. The thread that finds the loop idle becomes its owner and works until the inbox is empty; all
/// others only leave their commands and go back to reading. So at any time at most one thread touches the engine, without a lock, and a request on a quiet
/// server is read, applied and answered on one thread, without a hand-over.</para>
/// <para>A batch is applied, then its answers go out: one flush per session however many answers it got. Cancel, disconnect and deadlines come through the same inbox, so they
/// cannot race a store.</para>
/// <para>With a journal, an answer that depends on a record goes out behind <see cref="GroupCommit"/>'s commit of that record; all others go out at once.</para>
/// <para>The inbox needs no bound of its own: a session may have only so many unanswered requests (<see cref="NwsServerOptions.MaxPendingRequests"/>).</para>
/// </remarks>
internal sealed class EngineLoop : IDisposable
{
    private const int BatchSize = 256;
    private static readonly Outcome Fault = new Outcome.Failed(ErrorCode.Internal, "The server failed to do this; its log tells more.");
    private static readonly Action<ILogger, string, Exception?> LogFault =
        LoggerMessage.Define<string>(LogLevel.Error, new EventId(1, "EngineFault"), "The engine failed to apply {Command}.");

    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(1);
    private static readonly Action<ILogger, int, long, Exception?> LogSlow =
        LoggerMessage.Define<int, long>(LogLevel.Warning, new EventId(10, "SlowBatch"), "{Commands} commands took the engine {Milliseconds} ms; everybody waited meanwhile.");

    private readonly WorkspaceEngine _engine;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly long _start;
    private readonly long _startTime;
    private readonly ITimer _deadline;
    private readonly ConcurrentQueue<Item> _inbox = new();
    private readonly EffectList _effects = new();
    private readonly AnswerDelivery _delivery;
    private readonly RequestSpans? _spans;
    private readonly List<Action> _completions = [];
    private readonly List<Action> _lastingCompletions = [];
    private readonly List<Effect> _waiting = [];
    private readonly GroupCommit? _commit;
    private long _armedFor = long.MaxValue;
    private int _owned;
    private int _disposed;

    /// <param name="engine">Becomes this loop's.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Where faults are told.</param>
    /// <param name="commit">Writes the engine's ledger down and ends with the loop; null for an engine without one.</param>
    /// <param name="spans">Is told of requests and answers; null: nobody listens.</param>
    public EngineLoop(WorkspaceEngine engine, TimeProvider time, ILogger logger, GroupCommit? commit = null, RequestSpans? spans = null)
    {
        (_engine, _time, _logger, _start, _commit, _spans, _delivery) = (engine, time, logger, time.GetTimestamp(), commit, spans, new AnswerDelivery(spans));
        _startTime = time.GetUtcNow().ToUnixTimeMilliseconds();
        _deadline = time.CreateTimer(_ => Post(Expire), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Gives out the values that stay on the disk; null: none does.</summary>
    public ValueStore? Values => _commit?.Values;

    /// <summary>Copies and checks of the data file; null without one.</summary>
    public DataCopies? Copies => _commit?.Values?.Copies;

    /// <summary>Something other than a command that must be done by the owner of the engine.</summary>
    public delegate void Work(WorkspaceEngine engine, long now, EffectList effects);

    private readonly record struct Item(EngineCommand? Command, Work? Work);

    /// <summary>How long batches took to be applied.</summary>
    public Durations Batches { get; } = new();

    /// <summary>How long the journal took for its batches; null without one.</summary>
    public Durations? Commits => _commit?.Durations;

    /// <summary>Adds a command; <see cref="Run"/> must follow.</summary>
    public void Enqueue(EngineCommand command)
    {
        _spans?.Begin(command);
        _inbox.Enqueue(new Item(command, null));
    }

    /// <summary>Sees to it that what was enqueued is applied: here, or by the thread that is at it.</summary>
    public void Run()
    {
        // Looking again after giving up the ownership catches what another thread enqueued when it still found the loop owned.
        while (!_inbox.IsEmpty && Interlocked.CompareExchange(ref _owned, 1, 0) == 0)
        {
            while (ApplyBatch() > 0) Answer();
            ArmDeadline();
            Interlocked.Exchange(ref _owned, 0);
        }
    }

    /// <summary>Does some work as the owner of the engine.</summary>
    public void Post(Work work)
    {
        _inbox.Enqueue(new Item(null, work));
        Run();
    }

    /// <summary>
    /// Does some work as the owner of the engine, and waits for it and until the answers to everything before it have been handed over.
    /// </summary>
    /// <param name="work">What to do.</param>
    /// <param name="lasting">Waits also until everything before is written down and answered.</param>
    public Task<T> PostAsync<T>(Func<WorkspaceEngine, long, EffectList, T> work, bool lasting = false)
    {
        var completions = lasting ? _lastingCompletions : _completions;
        var completion = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post((engine, now, effects) =>
        {
            try
            {
                var result = work(engine, now, effects);
                completions.Add(() => completion.TrySetResult(result));
            }
            catch (Exception fault)
            {
                completions.Add(() => completion.TrySetException(fault));
            }
        });
        return completion.Task;
    }

    /// <summary>Ends when the journal has taken most of what it was given, or cannot take it at present.</summary>
    public Task WaitForJournalAsync() => _commit?.WaitForRoomAsync() ?? Task.CompletedTask;

    /// <summary>Writes down what is left. No command may come any more.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1) return;
        _deadline.Dispose();
        _commit?.Dispose();
    }

    private int ApplyBatch()
    {
        long now = Now(), begun = _time.GetTimestamp();
        int processed = 0;
        if (_commit is not null && _engine.Ledger is { } ledger) (ledger.Room, ledger.Fault, ledger.Released) = (_commit.Room, _commit.Fault, _commit.Released);
        if (_engine.NextDeadline <= now) Apply(new Item(null, Expire), now);
        while (processed < BatchSize && _inbox.TryDequeue(out var item))
        {
            Apply(item, now);
            processed++;
        }
        if (processed > 0) Account(processed, _time.GetElapsedTime(begun));
        return processed;
    }

    private void Account(int commands, TimeSpan taken)
    {
        Batches.Add(taken);
        if (taken > Slow) LogSlow(_logger, commands, (long)taken.TotalMilliseconds, null);
    }

    private void Apply(Item item, long now)
    {
        try
        {
            if (item.Command is { } command) _engine.Apply(command, now, _effects);
            else item.Work!(_engine, now, _effects);
        }
        catch (Exception fault)
        {
            // A fault of ours must cost one request, not the server: the loop would never run again.
            LogFault(_logger, item.Command?.GetType().Name ?? "work", fault);
            if (item.Command is { } failed) _effects.Add(failed.Session, failed.Request, Fault);
        }
    }

    private void Answer()
    {
        long written = _commit?.Written ?? long.MaxValue;
        for (int i = 0; i < _effects.Count; i++)
        {
            Values?.Expect(_effects[i].Outcome);
            if (_effects[i].Position > written) _waiting.Add(_effects[i]);
            else _delivery.Add(_effects[i]);
        }
        _effects.Clear();
        if (_commit is not null && _engine.Ledger is { } ledger) Submit(_commit, ledger, written);
        _delivery.Flush();
        Complete(_completions);
        Complete(_lastingCompletions);
    }

    private void Submit(GroupCommit commit, Ledger ledger, long written)
    {
        if (ledger.Position == written) return;
        if (ledger.Count + _waiting.Count + _lastingCompletions.Count == 0) return;
        commit.Submit(ledger, _waiting, _lastingCompletions);
        _waiting.Clear();
        _lastingCompletions.Clear();
    }

    private static void Complete(List<Action> completions)
    {
        foreach (var complete in completions) complete();
        completions.Clear();
    }

    private void ArmDeadline()
    {
        long next = _engine.NextDeadline ?? long.MaxValue;
        if (next == _armedFor) return;
        _armedFor = next;
        var due = next == long.MaxValue ? Timeout.InfiniteTimeSpan : TimeSpan.FromMilliseconds(Math.Clamp(next - Now(), 0, int.MaxValue));
        _deadline.Change(due, Timeout.InfiniteTimeSpan);
    }

    private void Expire(WorkspaceEngine engine, long now, EffectList effects)
    {
        _armedFor = long.MaxValue;
        engine.Expire(now, effects);
    }

    // Never goes back while the server runs, and is the time of day when it starts: persistent workspaces remember times over a restart.
    private long Now() => _startTime + (long)_time.GetElapsedTime(_start).TotalMilliseconds;
}
