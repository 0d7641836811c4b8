using System.Diagnostics;
using Jint;
using Jint.Native;
using Jint.Runtime;

namespace Nws.Hosts.Languages.EmbeddedJavaScript;

/// <summary>What tasks wait for: timers, and what arrives from other threads. All of it runs on the thread of the tasks, while one of them waits.</summary>
internal sealed class EventLoop(Engine engine)
{
    private readonly object _gate = new();
    private readonly Queue<Action> _arrived = new();
    private readonly PriorityQueue<PlannedCall, (TimeSpan Due, int Id)> _timers = new();
    private readonly Dictionary<int, PlannedCall> _set = [];
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private int _lastId;
    private int _expected;

    /// <summary>Runs something on the thread of the tasks, when a task waits.</summary>
    internal void Post(Action work)
    {
        lock (_gate)
        {
            _arrived.Enqueue(work);
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Announces that something will be posted by <see cref="Deliver"/>.</summary>
    internal void Expect() => _expected++;

    /// <summary>Posts what was announced.</summary>
    internal void Deliver(Action work) => Post(() =>
    {
        _expected--;
        work();
    });

    /// <returns>The number by which the timer is cleared.</returns>
    internal int SetTimer(JsValue callback, double milliseconds, bool repeats)
    {
        TimeSpan delay = TimeSpan.FromMilliseconds(Math.Clamp(milliseconds, 1, int.MaxValue));
        var timer = new PlannedCall(++_lastId, callback, delay, repeats);
        _set[timer.Id] = timer;
        Schedule(timer);
        return timer.Id;
    }

    internal void ClearTimer(int id) => _set.Remove(id);

    /// <summary>Drops what an interrupted task has left to be done: its timers, and what would follow its promises.</summary>
    internal void Abandon()
    {
        _timers.Clear();
        _set.Clear();
        while (Take(TimeSpan.Zero) is { } arrived) TryRun(arrived);
        while (!TryRun(engine.Advanced.ProcessTasks)) { }
    }

    /// <summary>What is interrupted at its first statement leaves nothing more to do.</summary>
    private static bool TryRun(Action rest)
    {
        try
        {
            rest();
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Waits until a promise is settled; meanwhile timers run, and what arrives.</summary>
    /// <param name="value">A promise, or any other value, which is returned at once.</param>
    /// <param name="whenSettled">The function of the kernel's modules that asks a promise to call back.</param>
    /// <returns>What the promise holds.</returns>
    /// <exception cref="JavaScriptException">The promise was rejected.</exception>
    internal JsValue Await(JsValue value, JsValue whenSettled)
    {
        JsValue? kept = null, broken = null;
        var keep = HostFunctions.Function(engine, "kept", arguments => kept = arguments.At(0));
        var fail = HostFunctions.Function(engine, "broken", arguments => broken = arguments.At(0));
        if (!engine.Call(whenSettled, value, keep, fail).AsBoolean()) return value;
        while (true)
        {
            engine.Advanced.ProcessTasks();
            if (kept is not null) return kept;
            if (broken is not null) throw new JavaScriptException(broken);
            RunNext();
        }
    }

    /// <summary>Waits for the next thing to happen, and does what is to be done then.</summary>
    private void RunNext()
    {
        while (_timers.TryPeek(out PlannedCall? cleared, out _) && !_set.ContainsKey(cleared.Id)) _timers.Dequeue();
        bool timed = _timers.TryPeek(out PlannedCall? timer, out (TimeSpan Due, int Id) next);
        if (!timed && _expected == 0 && !HasArrived)
            throw new InvalidOperationException("The task waits for a promise that nothing will settle: no timer is set, and no workspace has been asked.");
        TimeSpan wait = !timed ? Timeout.InfiniteTimeSpan : next.Due > _clock.Elapsed ? next.Due - _clock.Elapsed : TimeSpan.Zero;
        if (Take(wait) is { } work) work();
        else if (timed && next.Due <= _clock.Elapsed) Fire(timer!);
    }

    private bool HasArrived
    {
        get
        {
            lock (_gate) return _arrived.Count > 0;
        }
    }

    private Action? Take(TimeSpan wait)
    {
        lock (_gate)
        {
            if (_arrived.Count == 0 && wait != TimeSpan.Zero) Monitor.Wait(_gate, wait);
            return _arrived.TryDequeue(out Action? work) ? work : null;
        }
    }

    private void Fire(PlannedCall timer)
    {
        _timers.Dequeue();
        if (timer.Repeats) Schedule(timer);
        else _set.Remove(timer.Id);
        engine.Call(timer.Callback);
    }

    private void Schedule(PlannedCall timer) => _timers.Enqueue(timer, (_clock.Elapsed + timer.Delay, timer.Id));

    private sealed record PlannedCall(int Id, JsValue Callback, TimeSpan Delay, bool Repeats);
}
