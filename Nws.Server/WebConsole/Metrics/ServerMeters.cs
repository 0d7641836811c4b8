using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Nws.Server.Engine;
using Nws.Server.Loop;

namespace Nws.Server.WebConsole;

/// <summary>The server's figures for whoever listens to the <see cref="Meter"/> <see cref="NwsServerOptions.TelemetryName"/>: those of <c>/metrics</c>, read every five seconds.</summary>
internal sealed class ServerMeters : IAsyncDisposable
{
    private static readonly Action<ILogger, Exception?> LogFault = LoggerMessage.Define(LogLevel.Warning, new EventId(14, "FiguresFault"), "The figures for the meters could not be read; the last ones stand.");
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    private readonly EngineAccess _engine;
    private readonly ServerFigures _figures;
    private readonly Meter _meter = new(NwsServerOptions.TelemetryName);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _reading;
    private volatile Reading? _last;

    public ServerMeters(EngineAccess engine, ServerFigures figures, TimeProvider time, ILogger logger)
    {
        (_engine, _figures) = (engine, figures);
        Count("nws.operations", "{operation}", "Commands applied, by kind.", reading => reading.Operations.Select(kind => new Measurement<long>(kind.Count, new KeyValuePair<string, object?>("kind", kind.Kind))));
        Gauge("nws.workspaces", "{workspace}", "Workspaces.", report => report.Workspaces);
        Gauge("nws.variables", "{variable}", "Variables.", report => report.Variables);
        Gauge("nws.values", "{value}", "Values that a find or fetch could get.", report => report.Values);
        Gauge("nws.value.size", "By", "Size of all values, with 64 bytes for each beside its own.", report => report.ValueBytes);
        Gauge("nws.waiters", "{request}", "Places of blocked requests in variables.", report => report.Waiters);
        Gauge("nws.connections", "{connection}", "Sessions, those of the web console among them.", report => report.Connections);
        Gauge("nws.data.size", "By", "Size of the data file with its log; 0 without one.", report => report.Data?.Bytes ?? 0);
        Duration("nws.batch", "the engine took for batches of commands", engine.Batches);
        if (engine.Commits is { } commits) Duration("nws.commit", "the journal took to write batches down", commits);
        OfFarms("nws.farm.workers", "{worker}", "Workers that are there.", farm => farm.Workers.Count(worker => worker.IsPresent));
        OfFarms("nws.farm.waiting", "{task}", "Tasks that wait for a worker.", farm => farm.Waiting);
        OfFarms("nws.farm.done", "{task}", "Tasks that workers have done.", farm => farm.Done);
        OfFarms("nws.farm.failed", "{task}", "Those of them that failed.", farm => farm.Failed);
        _reading = ReadAgainAndAgainAsync(time, logger);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _meter.Dispose();
        _stop.Dispose();
    }

    private async Task ReadAgainAndAgainAsync(TimeProvider time, ILogger logger)
    {
        using var timer = new PeriodicTimer(Period, time);
        do
        {
            try
            {
                var farms = await _engine.LookAsync(FarmParts.ReadAll).ConfigureAwait(false);
                _last = new(await _figures.ReadAsync().ConfigureAwait(false), await _engine.CountOperationsAsync().ConfigureAwait(false), [.. farms.Select(FarmReport.Of)]);
            }
            catch (Exception fault)
            {
                LogFault(logger, fault);
            }
        }
        while (await timer.WaitForNextTickAsync(_stop.Token).ConfigureAwait(false));
    }

    private void Count(string name, string unit, string description, Func<Reading, IEnumerable<Measurement<long>>> measure) =>
        _meter.CreateObservableCounter(name, () => _last is { } last ? measure(last) : [], unit, description);

    private void Gauge(string name, string unit, string description, Func<ServerReport, long> measure) =>
        _meter.CreateObservableGauge<long>(name, () => _last is { } last ? [new Measurement<long>(measure(last.Report))] : [], unit, description);

    private void OfFarms(string name, string unit, string description, Func<FarmReport, long> measure) => _meter.CreateObservableGauge(
        name, () => _last?.Farms.Select(farm => new Measurement<long>(measure(farm), new KeyValuePair<string, object?>("farm", farm.Workspace))) ?? [], unit, description);

    private void Duration(string name, string what, Durations durations)
    {
        _meter.CreateObservableCounter($"{name}.count", () => durations.Read(out _).Sum(bound => bound.Count), "{batch}", $"How many times {what}.");
        _meter.CreateObservableCounter($"{name}.time", () => SumOf(durations), "s", $"How long {what}, all together.");
    }

    private static double SumOf(Durations durations)
    {
        durations.Read(out double sum);
        return sum;
    }

    private sealed record Reading(ServerReport Report, IReadOnlyList<(string Kind, long Count)> Operations, IReadOnlyList<FarmReport> Farms);
}
