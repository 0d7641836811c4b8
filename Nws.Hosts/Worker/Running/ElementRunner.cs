using System.Diagnostics;
using Nws.Farm;
using Nws.Hosts.Languages;

namespace Nws.Hosts.Worker;

/// <summary>
/// Runs the elements of a run, by one request to the kernel if all goes well. Whatever goes wrong is the error of one element, and the others are run: when the kernel is lost, those that it had not reported are run one at a time in a
/// fresh kernel until the one is found that takes its kernel with it; when an element was interrupted because of its time limit, the others go on behind it. When an element takes long, tasks behind it do not begin:
/// it may even wait for something that they do.
/// </summary>
/// <param name="host">The kernel.</param>
/// <param name="run">What to run.</param>
internal sealed class ElementRunner(ILanguageHost host, TaskRun run)
{
    /// <summary>From then on an element takes long: others are not to wait for it.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(50);

    private readonly JobRecord _job = run.Job.Record;
    private readonly TaskCompletionSource<Stall> _stalled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ResultBuilder _result = new();
    private int _end = run.Elements.Count;
    private int _taken;
    private int? _overdue;
    private int _suspectsEnd;
    private long _since;

    /// <summary>Completes when an element keeps tasks waiting that are done or have not begun; mostly it never does.</summary>
    public Task<Stall> Stalled => _stalled.Task;

    private int Count => _taken + _result.Count;

    /// <summary>Runs the elements of all tasks, or of the first ones if there is one that takes long among them.</summary>
    /// <returns>Their results, but those that went with <see cref="Stalled"/>.</returns>
    /// <exception cref="OperationCanceledException">The job is gone, or the worker is to leave.</exception>
    public async Task<ResultBuilder> RunAsync(CancellationToken cancellationToken)
    {
        while (Count < _end)
        {
            _since = Stopwatch.GetTimestamp();
            try
            {
                await RunSomeAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception fault) when (fault is NwsException or InvalidDataException && !cancellationToken.IsCancellationRequested)
            {
                Blame(fault);
            }
        }
        return _result;
    }

    private async Task RunSomeAsync(CancellationToken cancellationToken)
    {
        if (_overdue == Count)
        {
            _result.AddError(new NwsError("TaskTimeout", $"the element took longer than its limit of {_job.Limit!.Value.TotalSeconds:0.###} s", "", "nws"), _job.Limit.Value);
            _overdue = null;
        }
        else if (_job.Type == SleighTaskType.Define)
        {
            await host.DefineAsync(_job.Code, cancellationToken).ConfigureAwait(false);
            // A kernel that has to be replaced begins with the same definitions.
            if (!host.Preamble.Contains(_job.Code)) host.Preamble.Add(_job.Code);
            _result.Add([NwsValue.Nil], [], [Stopwatch.GetElapsedTime(_since).TotalSeconds]);
        }
        else
        {
            await MapAsync(Count, NextEnd(), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Up to where the next request goes: one element if one of these has killed a kernel, and not as far as the one that is overdue.</summary>
    private int NextEnd()
    {
        if (Count < _suspectsEnd) return Count + 1;
        return _overdue ?? _end;
    }

    private async Task MapAsync(int first, int end, CancellationToken cancellationToken)
    {
        using var clock = _job.Limit is { } limit ? new ElementClock(limit, host.InterruptAsync) : null;
        var rows = first == 0 && end == run.Elements.Count ? run.Elements : [.. run.Elements.Skip(first).Take(end - first)];
        var request = new MapRequest(_job.Type == SleighTaskType.Invoke ? MapKind.Invoke : MapKind.Evaluate, _job.Code, rows)
        {
            Fixed = _job.Fixed,
            Permute = _job.Permute,
            Seed = _job.Seed,
            First = run.Tag + first,
            Begun = clock is null ? null : clock.Begin,
            Patience = run.Tasks.Count > 1 ? Patience : null,
            Stalled = position => StallAt(first + position),
        };
        try
        {
            await host.MapAsync(request, Report, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (clock?.Overdue is { } position && first + position >= Count) _overdue = first + position;
        }
        // The last one took long: what has not begun had better be run by others.
        if (Count < end) _end = EndOf(run.TasksAmong(Count));
    }

    private int EndOf(int tasks) => tasks == 0 ? 0 : run.Tasks[tasks - 1].Behind - run.Tag;

    private void StallAt(int position)
    {
        if (position >= _end || _stalled.Task.IsCompleted) return;
        int begun = run.TasksAmong(position + 1);
        int done = begun - 1;
        _end = EndOf(begun);
        // All elements before the position have been reported.
        _taken = EndOf(done);
        _stalled.TrySetResult(new Stall(done, _result.Take(_taken), begun));
    }

    private void Report(MapPart part)
    {
        _since = Stopwatch.GetTimestamp();
        _result.Add(part.Values, part.Errors.Select(error => new KeyValuePair<int, NwsError>(error.Key - part.First, error.Value)), part.Seconds);
    }

    /// <summary>Finds who is to blame for a request that failed as a whole.</summary>
    private void Blame(Exception fault)
    {
        switch (fault)
        {
            // The interrupt was meant for that element. Those before it that were not reported, or that it hit by mistake, are run again.
            case LanguageTaskException or KernelLostException when _overdue is not null:
                break;
            case LanguageTaskException one:
                _result.AddError(one.Error, Stopwatch.GetElapsedTime(_since));
                break;
            case KernelLostException when Count >= _suspectsEnd && Count + 1 < (_overdue ?? _end):
                _suspectsEnd = _end;
                break;
            case KernelLostException lost:
                _result.AddError(new NwsError(nameof(KernelLostException), lost.Message, "", "nws"), Stopwatch.GetElapsedTime(_since));
                _suspectsEnd = 0;
                break;
            default:
                // The language is not there: so it is for all of them.
                _result.FailUpTo(_end - _taken, fault.GetType().Name, fault.Message);
                break;
        }
    }
}
