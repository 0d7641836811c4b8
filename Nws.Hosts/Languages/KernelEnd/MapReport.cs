using System.Diagnostics;
using Nws.Farm;
using Nws.Values;

namespace Nws.Hosts.Languages.KernelEnd;

/// <summary>What a kernel tells its host of a map: now and then while it runs, so that little is lost with the kernel, and the rest as the answer.</summary>
/// <param name="host">Who is told.</param>
/// <param name="id">The id of the request.</param>
internal sealed class MapReport(HostChannel host, uint id) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    // An element that goes on although its request has been given up may be on another thread.
    private readonly Lock _gate = new();
    private readonly List<NwsValue> _values = [];
    private readonly List<double> _seconds = [];
    private readonly Dictionary<int, NwsValue> _errors = [];
    private long _elementBegan = Stopwatch.GetTimestamp();
    private long _lastSent = Stopwatch.GetTimestamp();
    private bool _running;
    private TimeSpan? _patience;
    private Timer? _watch;
    private bool _over;
    private bool _closed;

    /// <summary>Whether no further element is to begin, because one took longer than the host is willing to wait.</summary>
    internal bool IsOver
    {
        get
        {
            lock (_gate) return _over;
        }
    }

    /// <summary>How long an element may take that others wait for; null: as long as it likes. Set before the first begins.</summary>
    internal TimeSpan? Patience
    {
        set
        {
            _patience = value;
            if (value is { } patience) _watch = new Timer(_ => Look(patience), null, patience, patience);
        }
    }

    /// <summary>Tells the host that an element begins.</summary>
    internal void SendBegun(int position) => host.Send(new KernelMessage.Notification(KernelMessage.Begun, [NwsValue.From(id), NwsValue.From(position)]));

    /// <summary>An element begins: what is printed is its output.</summary>
    /// <exception cref="OperationCanceledException">The request has been answered, because it was interrupted.</exception>
    internal void Begin(int position)
    {
        lock (_gate)
        {
            if (_closed) throw new OperationCanceledException("The task was interrupted.");
            host.Element = position;
            _running = true;
            _elementBegan = Stopwatch.GetTimestamp();
        }
    }

    /// <summary>The element that began last has given a value.</summary>
    internal void Add(NwsValue value)
    {
        lock (_gate)
        {
            if (_closed) return;
            long now = Stopwatch.GetTimestamp();
            _values.Add(value);
            _running = false;
            var time = Stopwatch.GetElapsedTime(_elementBegan, now);
            _seconds.Add(time.TotalSeconds);
            _over |= time > _patience;
            if (Stopwatch.GetElapsedTime(_lastSent, now) >= Pause) SendPart();
        }
    }

    /// <summary>The element at a position, the one that began last, has failed.</summary>
    internal void Fail(int position, NwsError error)
    {
        lock (_gate) _errors[position] = ErrorRecord.Write(error);
        Add(NwsValue.Nil);
    }

    /// <summary>What has not been sent, as the result of the request, which is over.</summary>
    internal NwsValue Finish()
    {
        lock (_gate)
        {
            Close();
            NwsValue[] rest = Take();
            return NwsValue.From(new Dictionary<string, object?> { ["values"] = rest[0], ["errors"] = rest[1], ["seconds"] = rest[2] });
        }
    }

    /// <summary>Sends what has been done before the error that is about to be the answer.</summary>
    internal void Break()
    {
        lock (_gate)
        {
            Close();
            if (_values.Count > 0) SendPart();
        }
    }

    public void Dispose() => _watch?.Dispose();

    /// <summary>Tells the host of an element that does not end: it may wait for something that others do.</summary>
    private void Look(TimeSpan patience)
    {
        lock (_gate)
        {
            if (_closed || _over || !_running || Stopwatch.GetElapsedTime(_elementBegan) < patience) return;
            _over = true;
            if (_values.Count > 0) SendPart();
            host.Send(new KernelMessage.Notification(KernelMessage.Stalled, [NwsValue.From(id), NwsValue.From(host.Element)]));
        }
    }

    private void Close()
    {
        _closed = true;
        host.Element = null;
    }

    private void SendPart()
    {
        host.Send(new KernelMessage.Notification(KernelMessage.Part, [NwsValue.From(id), .. Take()]));
        _lastSent = Stopwatch.GetTimestamp();
    }

    private NwsValue[] Take()
    {
        NwsValue[] taken = [ValueFactory.List([.. _values]), NwsValue.From(_errors), NwsValue.From(_seconds.ToArray())];
        _values.Clear();
        _errors.Clear();
        _seconds.Clear();
        return taken;
    }
}
