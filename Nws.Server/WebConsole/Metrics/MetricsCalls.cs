using Microsoft.AspNetCore.Http;

namespace Nws.Server.WebConsole;

/// <summary>The server's figures in the text format of Prometheus.</summary>
internal sealed class MetricsCalls(EngineAccess engine, ServerFigures figures)
{
    public void AddTo(ApiRouter router)
    {
        router.Map(HttpMethods.Get, "/metrics", WriteAsync);
        router.Map(HttpMethods.Get, "/healthz", context => context.Response.WriteAsync("ok\n"));
    }

    private async Task WriteAsync(HttpContext context)
    {
        Visitors.DemandAll(context, "the metrics");
        var report = await figures.ReadAsync().ConfigureAwait(false);
        var operations = await engine.CountOperationsAsync().ConfigureAwait(false);
        var text = new MetricsText();
        text.Counter("nws_operations_total", "Commands applied, by kind.", operations.Select(kind => ($"{{kind=\"{kind.Kind}\"}}", (double)kind.Count)));
        text.Histogram("nws_batch_seconds", "How long the engine took for a batch of commands.", engine.Batches);
        if (engine.Commits is { } commits) text.Histogram("nws_commit_seconds", "How long the journal took to write a batch down.", commits);
        text.Gauge("nws_workspaces", "Workspaces.", report.Workspaces);
        text.Gauge("nws_variables", "Variables.", report.Variables);
        text.Gauge("nws_values", "Values that a find or fetch could get.", report.Values);
        text.Gauge("nws_value_bytes", "Size of all values, with 64 bytes for each beside its own.", report.ValueBytes);
        text.Gauge("nws_value_bytes_limit", "What nws_value_bytes may grow to.", report.Limits.MemoryBytes);
        text.Gauge("nws_waiters", "Places of blocked requests in variables.", report.Waiters);
        text.Gauge("nws_connections", "Sessions, those of the web console among them.", report.Connections);
        text.Gauge("nws_process_resident_bytes", "Memory of the server's process.", report.ProcessBytes);
        text.Gauge("nws_heap_bytes", "Managed memory in use.", report.HeapBytes);
        text.Gauge("nws_uptime_seconds", "How long the server runs.", report.UptimeSeconds);
        if (report.Data is { } data) text.Gauge("nws_data_file_bytes", "Size of the data file with its log.", data.Bytes);
        foreach (var farm in await engine.LookAsync(FarmParts.ReadAll).ConfigureAwait(false)) text.Farm(FarmReport.Of(farm));
        context.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
        await context.Response.WriteAsync(text.ToString(), context.RequestAborted).ConfigureAwait(false);
    }
}
