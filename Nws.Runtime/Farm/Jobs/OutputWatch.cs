using System.Collections.Concurrent;

namespace Nws.Farm;

/// <summary>Tells a program live what the tasks of one of its jobs print.</summary>
/// <remarks>Workers store what a task printed before its result, so all of it is there when the last result is. It stays there for others to see; workers bound how much.</remarks>
/// <param name="workspace">The Sleigh's workspace.</param>
/// <param name="job">The job's number.</param>
/// <param name="tell">Told of one piece at a time.</param>
internal sealed class OutputWatch(NetWorkSpace workspace, long job, Action<SleighOutput> tell) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<int, Task> _ranks = new();
    private readonly CancellationTokenSource _enough = new();
    private readonly Lock _gate = new();

    /// <summary>Listens to a worker, from now on if it did not.</summary>
    public void Watch(int rank) => _ranks.GetOrAdd(rank, ListenAsync);

    /// <summary>Tells what is left, and ends. What the program threw when it was told is thrown here.</summary>
    public async ValueTask DisposeAsync()
    {
        await _enough.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_ranks.Values).ConfigureAwait(false);
        _enough.Dispose();
    }

    private async Task ListenAsync(int rank)
    {
        var records = workspace.IFind<NwsValue>(SleighNames.OutputOf(rank));
        try
        {
            while (await records.NextAsync(_enough.Token).ConfigureAwait(false) is (true, { } record)) Tell(rank, record);
        }
        catch (OperationCanceledException)
        {
            var rest = records.AndTry();
            while (await rest.NextAsync(CancellationToken.None).ConfigureAwait(false) is (true, { } record)) Tell(rank, record);
        }
        catch (NwsException)
        {
            // The workspace is gone, which the call itself tells.
        }
    }

    private void Tell(int rank, NwsValue record)
    {
        if (record["job"].To<long?>() != job) return;
        lock (_gate) tell(SleighOutput.Read(rank, record));
    }
}
