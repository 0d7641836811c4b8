using Nws.Farm;
using Nws.Hosts.Languages;

namespace Nws.Hosts.Worker;

/// <summary>The jobs that a worker has met. Each is found once, and watched from then on, so that the worker knows when it is taken away.</summary>
/// <param name="sleigh">The Sleigh's workspace.</param>
/// <param name="lessons">What a kernel must know before it runs a job.</param>
internal sealed class JobBook(NetWorkSpace sleigh, Lessons lessons)
{
    private const int JobsKept = 64;

    private readonly LruCache<long, KnownJob> _jobs = new(JobsKept);

    /// <returns>Null if the job is gone.</returns>
    /// <exception cref="NwsValueException">Its record lacks something.</exception>
    /// <exception cref="ArgumentException">Its record asks for what there is not.</exception>
    /// <exception cref="SleighIllegalValueException">The sandbox does not run it.</exception>
    public async ValueTask<KnownJob?> FindAsync(long number, CancellationToken cancellationToken)
    {
        if (_jobs.TryGet(number, out var known)) return known.IsGone ? null : known;
        var records = sleigh.IFindTry<NwsValue>(SleighNames.Job(number));
        if (await records.NextAsync(cancellationToken).ConfigureAwait(false) is not (true, { } found)) return null;
        var record = JobRecord.Read(found);
        await lessons.LearnAsync(record.Exports, cancellationToken).ConfigureAwait(false);
        var job = new KnownJob(number, record, Gone(number, records.AndWait(), cancellationToken));
        _jobs.Set(number, job);
        return job;
    }

    /// <summary>Takes away the results of a job that is gone: one that was on its way then has made the variable anew, and nobody will fetch it.</summary>
    public async Task ForgetResultsAsync(long job, CancellationToken cancellationToken) =>
        await sleigh.DeleteVarAsync(SleighNames.Result(job), cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <summary>A token that is cancelled when the master takes the job away, also if it has done so already.</summary>
    private CancellationToken Gone(long number, NwsValueIterator<NwsValue> furtherRecords, CancellationToken cancellationToken)
    {
        var gone = new CancellationTokenSource();
        _ = WatchAsync();
        return gone.Token;

        // The job is stored once, so what comes behind its record is its end.
        async Task WatchAsync()
        {
            try
            {
                while ((await furtherRecords.NextAsync(cancellationToken).ConfigureAwait(false)).Found) { }
            }
            catch (Exception end) when (end is NwsException or OperationCanceledException)
            {
                await gone.CancelAsync().ConfigureAwait(false);
                await ForgetResultsAsync(number, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
