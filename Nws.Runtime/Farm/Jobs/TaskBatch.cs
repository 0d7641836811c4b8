using System.Diagnostics;

namespace Nws.Farm;

/// <summary>Tasks on their way to the server, many in one message.</summary>
/// <remarks>A message is sent when it is full or its first task has waited for a moment, since rows may come slowly; and when its sender has no more for now.</remarks>
/// <param name="workspace">Where to.</param>
/// <param name="terms">The job's: its variable and priority.</param>
internal sealed class TaskBatch(NetWorkSpace workspace, JobTerms terms)
{
    private const int MostTasks = 256;
    private const int MostBytes = 1 << 20;
    private const int MessagesInFlight = 8;
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(5);

    private readonly StoreOptions? _options = terms.Options.Priority == 0 ? null : new StoreOptions { Priority = terms.Options.Priority };
    private readonly List<byte[]> _tasks = [];
    private readonly Queue<Task> _messages = new();
    private long _bytes;
    private long _begun;

    /// <summary>A task's record as it is sent.</summary>
    /// <exception cref="NwsValueException">An argument cannot be sent.</exception>
    public byte[] Encode(Dictionary<string, object?> record) => workspace.Encode(terms.TaskVariable, record);

    /// <summary>Adds a task, encoded.</summary>
    public async ValueTask AddAsync(byte[] task, CancellationToken cancellationToken)
    {
        if (_bytes + task.Length > Math.Min(MostBytes, workspace.Server.MaxValueBytes)) await SendAsync(cancellationToken).ConfigureAwait(false);
        if (_tasks.Count == 0) _begun = Stopwatch.GetTimestamp();
        _tasks.Add(task);
        _bytes += task.Length;
        if (_tasks.Count == MostTasks || Stopwatch.GetElapsedTime(_begun) > LongestWait) await SendAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends what there is, and waits until all is stored.</summary>
    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        await SendAsync(cancellationToken).ConfigureAwait(false);
        while (_messages.TryDequeue(out var message)) await message.ConfigureAwait(false);
    }

    /// <summary>Waits until nothing is on its way any more, whatever became of it.</summary>
    public async Task SettleAsync()
    {
        while (_messages.TryDequeue(out var message)) await message.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async ValueTask SendAsync(CancellationToken cancellationToken)
    {
        if (_tasks.Count == 0) return;
        if (_messages.Count >= MessagesInFlight) await _messages.Dequeue().ConfigureAwait(false);
        _messages.Enqueue(workspace.StoreEncodedAsync(terms.TaskVariable, [.. _tasks], _options, cancellationToken));
        _tasks.Clear();
        _bytes = 0;
    }
}
