using System.Diagnostics;
using Nws.Farm;
using Nws.Hosts.Languages;

namespace Nws.Hosts.Worker;

/// <summary>
/// Runs the elements of a run, by one request to the kernel if all goes well. Whatever goes wrong is the error of one element, and the others are run: when the kernel is lost, those that it had not reported are run one at a time in a
/// fresh kernel until the one is found that takes its kernel with it; when an element was interrupted because of its time limit, the others go on behind it.
/// </summary>
/// <param name="host">The kernel.</param>
/// <param name="run">What to run.</param>
internal sealed class ElementRunner(ILanguageHost host, TaskRun run)
{
    private readonly JobRecord _job = run.Job.Record;
    private readonly ResultBuilder _result = new();
    private int? _overdue;
    private int _suspectsEnd;
    private long _since;

    /// <summary>Runs all elements.</summary>
    /// <exception cref="OperationCanceledException">The job is gone, or the worker is to leave.</exception>
    public async Task<ResultBuilder> RunAsync(CancellationToken cancellationToken)
    {
        while (_result.Count < run.Elements.Count)
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
        if (_overdue == _result.Count)
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
            await MapAsync(_result.Count, NextEnd(), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Up to where the next request goes: one element if one of these has killed a kernel, and not as far as the one that is overdue.</summary>
    private int NextEnd()
    {
        if (_result.Count < _suspectsEnd) return _result.Count + 1;
        return _overdue ?? run.Elements.Count;
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
        };
        try
        {
            await host.MapAsync(request, Report, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (clock?.Overdue is { } position && first + position >= _result.Count) _overdue = first + position;
        }
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
            case KernelLostException when _result.Count >= _suspectsEnd && _result.Count + 1 < (_overdue ?? run.Elements.Count):
                _suspectsEnd = run.Elements.Count;
                break;
            case KernelLostException lost:
                _result.AddError(new NwsError(nameof(KernelLostException), lost.Message, "", "nws"), Stopwatch.GetElapsedTime(_since));
                _suspectsEnd = 0;
                break;
            default:
                // The language is not there: so it is for all of them.
                _result.FailUpTo(run.Elements.Count, fault.GetType().Name, fault.Message);
                break;
        }
    }
}
