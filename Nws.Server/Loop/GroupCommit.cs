using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Nws.Server.Engine;
using Nws.Server.Persistence;

namespace Nws.Server.Loop;

/// <summary>
/// Writes the records of persistent workspaces down and then tells the answers that depend on them. It has a thread of its own, so nobody else waits for the disk: while
/// one batch is being written the next gathers, and so many clients share one commit.
/// </summary>
/// <remarks>
/// A batch that cannot be written is tried again until it can; memory is ahead of the disk for that long, so the engine is told to refuse changes (<see cref="Fault"/>). Answers
/// that have waited for some seconds become errors that say what is not certain. Nothing is ever answered as done that is not written.
/// </remarks>
internal sealed class GroupCommit : IDisposable
{
    private static readonly TimeSpan DefaultPatience = TimeSpan.FromSeconds(5);
    /// <summary>Sessions that bring large values wait while so many bytes are to be written.</summary>
    private const long MuchUnwritten = 32L << 20;

    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(100);
    private static readonly Action<ILogger, string, Exception?> LogFault = LoggerMessage.Define<string>(
        LogLevel.Error, new EventId(2, "JournalFault"), "Persistent workspaces cannot be written down; changes of them are refused until they can: {Fault}");
    private static readonly Action<ILogger, Exception?> LogRecovery = LoggerMessage.Define(
        LogLevel.Warning, new EventId(3, "JournalRecovery"), "Persistent workspaces are written down again; nothing was lost.");
    private static readonly Action<ILogger, int, Exception?> LogLoss = LoggerMessage.Define<int>(
        LogLevel.Error, new EventId(4, "JournalLoss"), "The server ends with {Records} records not written down. None of them was answered as done.");

    private readonly IJournal _journal;
    private readonly ILogger _logger;
    private readonly TimeSpan _patience;
    private readonly Thread _thread;
    private readonly Lock _gate = new();
    private readonly ManualResetEventSlim _work = new();
    private readonly AnswerDelivery _delivery;
    private CommitBatch _gathering = new();
    private CommitBatch _writing = new();
    private long _written;
    private long _unwrittenBytes;
    private long _released;
    private TaskCompletionSource? _room;
    private string? _fault;
    private bool _abandoned;
    private volatile bool _stopping;

    /// <param name="journal">Where to write; it ends with this.</param>
    /// <param name="logger">Where faults are told.</param>
    /// <param name="values">Gives out the values that stay on the disk; null: none does.</param>
    /// <param name="spans">Is told when answers go out; null: nobody listens.</param>
    /// <param name="patience">How long an answer may wait while the journal fails; default: 5 seconds.</param>
    public GroupCommit(IJournal journal, ILogger logger, TimeSpan? patience = null, ValueStore? values = null, RequestSpans? spans = null)
    {
        (_journal, _logger, _patience, Values, _delivery) = (journal, logger, patience ?? DefaultPatience, values, new AnswerDelivery(spans));
        _thread = new Thread(Work) { IsBackground = true, Name = "nws journal" };
        _thread.Start();
    }

    /// <summary>How many records have been written down. An answer that waits for a higher position must wait.</summary>
    public long Written => Volatile.Read(ref _written);

    /// <summary>Why nothing can be written at present; null: it can.</summary>
    public string? Fault => Volatile.Read(ref _fault);

    /// <summary>How long the journal took for its batches.</summary>
    public Durations Durations { get; } = new();

    /// <summary>How many bytes of values more can be taken.</summary>
    public long Room => _journal.Room - Interlocked.Read(ref _unwrittenBytes);

    /// <summary>Gives out the values that stay on the disk.</summary>
    public ValueStore? Values { get; }

    /// <summary>How many bytes of values have left the memory since they were written down.</summary>
    public long Released => Interlocked.Read(ref _released);

    /// <summary>Ends when there is not much to write any more, or nothing can be written.</summary>
    public Task WaitForRoomAsync()
    {
        lock (_gate)
        {
            if (HasRoom) return Task.CompletedTask;
            _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _room.Task;
        }
    }

    /// <summary>Takes what is to be written, and what is to be told and done then. Called by the owner of the engine.</summary>
    public void Submit(Ledger ledger, List<Effect> answers, List<Action> completions)
    {
        lock (_gate)
        {
            _gathering.Position = ledger.Position;
            long bytes = ledger.MoveTo(_gathering.Records);
            _gathering.Bytes += bytes;
            Interlocked.Add(ref _unwrittenBytes, bytes);
            _gathering.Answers.AddRange(answers);
            _gathering.Completions.AddRange(completions);
        }
        _work.Set();
    }

    /// <summary>Writes what is left, then closes the journal.</summary>
    public void Dispose()
    {
        _stopping = true;
        _work.Set();
        _thread.Join();
        _journal.Dispose();
        _work.Dispose();
    }

    private void Work()
    {
        while (true)
        {
            _work.Reset();
            if (TakeBatch()) WriteBatch();
            else if (_stopping) return;
            else if (!Maintain()) _work.Wait();
        }
    }

    private bool TakeBatch()
    {
        lock (_gate)
        {
            if (_gathering.IsEmpty) return false;
            (_gathering, _writing) = (_writing, _gathering);
            return true;
        }
    }

    private void WriteBatch()
    {
        if (TryWrite() || Retry())
        {
            Volatile.Write(ref _written, _writing.Position);
            Interlocked.Add(ref _unwrittenBytes, -_writing.Bytes);
            var large = LargeValues();
            // Whoever hears of a store may at once make the next; and who waited for a value that has just come need not read it again.
            Interlocked.Add(ref _released, large.Sum(value => value.CameBytes));
            Tell(_writing, null);
            foreach (var value in large) value.Written();
            GiveRoom();
        }
        else
        {
            // What comes behind it must not be written without it.
            _abandoned = true;
            LogLoss(_logger, _writing.Records.Count, null);
            Tell(_writing, Fault);
        }
        _writing.Clear();
        Maintain();
    }

    private bool HasRoom => Interlocked.Read(ref _unwrittenBytes) <= MuchUnwritten || Fault is not null;

    private List<LargeValue> LargeValues()
    {
        var values = new List<LargeValue>();
        foreach (var record in _writing.Records)
        {
            var bytes = record switch
            {
                ValueStored stored => stored.Value.Bytes,
                ValueAdmitted admitted => admitted.Value.Bytes,
                PendingStored pending => pending.Value.Bytes,
                _ => default,
            };
            if (bytes.OnDisk is { } large) values.Add(large);
        }
        return values;
    }

    private void GiveRoom()
    {
        lock (_gate)
        {
            if (!HasRoom) return;
            _room?.TrySetResult();
            _room = null;
        }
    }

    private bool TryWrite()
    {
        if (_abandoned) return false;
        try
        {
            long begun = Stopwatch.GetTimestamp();
            if (_writing.Records.Count > 0) _journal.Commit(_writing.Records);
            if (_writing.Records.Count > 0) Durations.Add(Stopwatch.GetElapsedTime(begun));
        }
        catch (Exception fault)
        {
            // A fault of ours counts like one of the disk: without this thread no answer would go out any more.
            if (Fault is null) LogFault(_logger, fault.Message, fault is NwsStorageException ? null : fault);
            Volatile.Write(ref _fault, fault.Message);
            GiveRoom();
            return false;
        }
        if (Fault is not null) LogRecovery(_logger, null);
        Volatile.Write(ref _fault, null);
        return true;
    }

    // Until it succeeds; false only at the end of the server.
    private bool Retry()
    {
        long since = Environment.TickCount64;
        while (!_stopping)
        {
            _work.Reset();
            if (!_stopping) _work.Wait(RetryInterval);
            if (TryWrite()) return true;
            if (Environment.TickCount64 - since >= _patience.TotalMilliseconds) GiveUpAnswers();
        }
        return TryWrite();
    }

    private void GiveUpAnswers()
    {
        Tell(_writing, Fault);
        lock (_gate) Tell(_gathering, Fault);
    }

    /// <param name="batch">What waits; it waits no longer.</param>
    /// <param name="fault">Why it is not certain; null: it is.</param>
    private void Tell(CommitBatch batch, string? fault)
    {
        foreach (var answer in batch.Answers) _delivery.Add(fault is null ? answer : answer with { Outcome = Failure.StorageUncertain(fault) });
        _delivery.Flush();
        foreach (var complete in batch.Completions) complete();
        batch.Answers.Clear();
        batch.Completions.Clear();
    }

    private bool Maintain()
    {
        try
        {
            return _journal.Maintain();
        }
        catch (NwsStorageException fault)
        {
            // Only tidying up has failed. If it is serious the next commit fails, too, and says so.
            LogFault(_logger, fault.Message, null);
            return false;
        }
    }
}
