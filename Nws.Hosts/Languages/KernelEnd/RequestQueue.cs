namespace Nws.Hosts.Languages.KernelEnd;

/// <summary>
/// Gives out the requests of the host, one after the other. The thread that runs them also reads them, so that a short task costs no change
/// of threads. While a task takes its time, a second thread reads ahead: whatever the task does, the end of the host is noticed.
/// </summary>
internal sealed class RequestQueue
{
    private static readonly TimeSpan ShortTask = TimeSpan.FromMilliseconds(50);

    private readonly HostChannel _host;
    private readonly Action _closed;
    private readonly object _gate = new();
    private readonly Queue<KernelMessage.Request> _ahead = new();
    private long _given;
    private bool _running;
    private bool _readingAhead;
    private bool _asleep;

    /// <param name="host">Where requests come from.</param>
    /// <param name="closed">Called on either thread when the host has closed the channel or died; does not return.</param>
    internal RequestQueue(HostChannel host, Action closed)
    {
        (_host, _closed) = (host, closed);
        new Thread(Watch) { IsBackground = true, Name = "watches over long tasks" }.Start();
    }

    /// <summary>Waits for the next request; the one before it is done with.</summary>
    internal KernelMessage.Request Next()
    {
        lock (_gate)
        {
            _running = false;
            while (_readingAhead && _ahead.Count == 0)
                Monitor.Wait(_gate);
            if (_ahead.TryDequeue(out KernelMessage.Request? read))
                return Begin(read);
        }
        KernelMessage.Request request = Receive();
        lock (_gate)
            return Begin(request);
    }

    private KernelMessage.Request Begin(KernelMessage.Request request)
    {
        _given++;
        _running = true;
        if (_asleep)
        {
            _asleep = false;
            Monitor.PulseAll(_gate);
        }
        return request;
    }

    private KernelMessage.Request Receive()
    {
        KernelMessage.Request? request = _host.Receive();
        if (request is null)
            _closed();
        return request!;
    }

    private void Watch()
    {
        long seen = 0;
        while (true)
        {
            lock (_gate)
            {
                // As long as short tasks follow each other it looks up now and then, so that none of them has to wake it.
                if (seen == _given && !_running)
                {
                    _asleep = true;
                    while (_asleep)
                        Monitor.Wait(_gate);
                }
                seen = _given;
            }
            Thread.Sleep(ShortTask);
            lock (_gate)
                _readingAhead = _running && seen == _given;
            while (_readingAhead)
                ReadAhead();
        }
    }

    private void ReadAhead()
    {
        KernelMessage.Request request = Receive();
        lock (_gate)
        {
            _ahead.Enqueue(request);
            // Once the other thread waits, reading is its own business again.
            _readingAhead = _running;
            Monitor.PulseAll(_gate);
        }
    }
}
