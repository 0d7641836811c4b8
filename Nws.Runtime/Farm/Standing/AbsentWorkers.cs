using System.Collections.Concurrent;

namespace Nws.Farm;

/// <summary>Answers the tasks that only a worker could run that is not there any more, so that no master waits for it for ever.</summary>
/// <param name="farm">The farm's workspace.</param>
/// <param name="evidence">Gives what is known of how workers ended.</param>
internal sealed class AbsentWorkers(NetWorkSpace farm, Func<string> evidence)
{
    private readonly ConcurrentDictionary<int, CancellationTokenSource> _answering = new();

    /// <summary>A worker has gone: from now on its tasks are answered with an error.</summary>
    public void Leave(int rank, CancellationToken cancellationToken)
    {
        var back = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _answering[rank] = back;
        _ = AnswerAsync(rank, back.Token);
    }

    /// <summary>Somebody has the rank again, and runs its tasks.</summary>
    public void Return(int rank)
    {
        if (_answering.TryRemove(rank, out var back)) back.Cancel();
    }

    private async Task AnswerAsync(int rank, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var lease = await farm.FetchLeaseAsync(SleighNames.TaskOf(rank), null, cancellationToken).ConfigureAwait(false);
                var answer = Answer(rank, lease.Value);
                if (answer is null) await lease.CompleteAsync(cancellationToken).ConfigureAwait(false);
                else await lease.CompleteAsync(cancellationToken, (farm, SleighNames.Result(lease.Value["job"].To<long>()), answer)).ConfigureAwait(false);
            }
        }
        catch (Exception end) when (end is NwsException or OperationCanceledException)
        {
            // It is back, or the farm is over.
        }
    }

    /// <returns>Null if it is no task.</returns>
    private Dictionary<string, object?>? Answer(int rank, NwsValue task)
    {
        try
        {
            int elements = task["args"].Count;
            var error = ErrorRecord.Write(new NwsError("WorkerLost", $"Worker {rank} has gone before it did the task.", evidence(), "nws"));
            return new Dictionary<string, object?>
            {
                ["job"] = task["job"].To<long>(),
                ["tag"] = task["tag"].To<int>(),
                ["rank"] = rank,
                ["values"] = new object?[elements],
                ["errors"] = Enumerable.Range(0, elements).ToDictionary(position => position, _ => (object?)error),
                ["seconds"] = new double[elements],
            };
        }
        catch (NwsValueException)
        {
            return null;
        }
    }
}
