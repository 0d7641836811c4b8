using Nws.Farm;

namespace Nws.Hosts.Worker;

/// <summary>
/// Keeps what tasks print in the Sleigh's workspace, in <c>output@R</c>, for whoever wants to see it. Texts that come closely after one another go in one record; what a task printed is stored before its result.
/// </summary>
/// <remarks>
/// Everything is bounded: what one element prints, what waits to be stored, and what is kept in the variable, where the oldest gives way. Only the worker removes something there, so readers go through it without taking.
/// </remarks>
internal sealed class OutputLog : IDisposable
{
    private const int PieceLength = 4 * 1024;
    private const int MostOfAnElement = 256 * 1024;
    private const int MostKept = 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    private readonly OutputShelf _shelf;
    private readonly Lock _gate = new();
    private readonly Queue<OutputPiece> _closed = new();
    private readonly Timer _timer;
    private TaskRun? _run;
    private OutputPiece? _open;
    private OutputPiece? _last;
    private int _ofElement;
    private long _cut;
    private int _waiting;
    private bool _timerRuns;
    private Task _sending = Task.CompletedTask;

    /// <param name="sleigh">The Sleigh's workspace.</param>
    /// <param name="rank">The worker's.</param>
    public OutputLog(NetWorkSpace sleigh, int rank)
    {
        _shelf = new OutputShelf(sleigh, SleighNames.OutputOf(rank), MostKept);
        _timer = new Timer(_ => _ = FlushAsync(endsElement: false), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>What is printed from now on belongs to a run.</summary>
    public void Begin(TaskRun run)
    {
        lock (_gate) _run = run;
    }

    /// <summary>The run is over. Returns when what it printed is stored.</summary>
    public Task EndAsync()
    {
        var flushed = FlushAsync(endsElement: true);
        lock (_gate) _run = null;
        return flushed;
    }

    /// <summary>Returns when what has been printed is stored.</summary>
    public Task FlushAsync() => FlushAsync(endsElement: false);

    /// <summary>Takes something that was printed.</summary>
    /// <param name="stream"><c>stdout</c> or <c>stderr</c>.</param>
    /// <param name="text">The text.</param>
    /// <param name="position">The position of the element in the run; null if nobody knows.</param>
    public void Append(string stream, string text, int? position)
    {
        lock (_gate)
        {
            Turn(SourceOf(stream, position));
            int taken = Math.Min(text.Length, MostOfAnElement - _ofElement);
            _open!.Append(text.AsSpan(0, taken));
            _ofElement += taken;
            _cut += text.Length - taken;
            if (_open.Length >= PieceLength) Close();
            if (_timerRuns) return;
            _timerRuns = true;
            _timer.Change(Patience, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose() => _timer.Dispose();

    private OutputPiece SourceOf(string stream, int? position)
    {
        if (_run is not { } run) return new OutputPiece(null, null, 0, stream);
        int? known = position ?? (run.Elements.Count == 1 ? 0 : null);
        return new OutputPiece(run.Job.Number, run.Tag + known, run.TaskAt(known ?? 0).Lease.Attempt, stream);
    }

    /// <summary>Sees to it that a piece of this source is open.</summary>
    private void Turn(OutputPiece source)
    {
        if (_last is not null && !source.IsOf(_last)) EndElement();
        if (_open is not null && !source.Continues(_open)) Close();
        _open ??= source;
        _last = _open;
    }

    /// <summary>Says how much of an element's text is missing.</summary>
    private void EndElement()
    {
        if (_cut > 0)
        {
            _open ??= _last!.Next();
            _open.Append($"\n[{_cut} more characters that the task printed are not kept]\n");
        }
        (_cut, _ofElement) = (0, 0);
    }

    private void Close()
    {
        if (_open is { Length: > 0 } full)
        {
            _closed.Enqueue(full);
            _waiting += full.Length;
            while (_waiting > MostKept) _waiting -= _closed.Dequeue().Length;
        }
        _open = null;
    }

    private Task FlushAsync(bool endsElement)
    {
        lock (_gate)
        {
            _timerRuns = false;
            if (endsElement) EndElement();
            Close();
            if (_sending.IsCompleted && _closed.Count > 0) _sending = SendAsync();
            return _sending;
        }
    }

    private async Task SendAsync()
    {
        while (true)
        {
            OutputPiece[] pieces;
            lock (_gate)
            {
                pieces = [.. _closed];
                _closed.Clear();
                _waiting = 0;
                if (pieces.Length == 0) return;
            }
            await _shelf.AddAsync(pieces).ConfigureAwait(false);
        }
    }
}
