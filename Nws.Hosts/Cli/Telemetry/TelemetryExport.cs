using Nws.Server;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Nws.Hosts.Cli.Telemetry;

/// <summary>Sends what the server tells of itself (<see cref="NwsServerOptions.Telemetry"/>) to a collector, by OTLP over HTTP. Nothing of it is loaded without an endpoint.</summary>
internal sealed class TelemetryExport : IDisposable
{
    private const string WebSource = "Microsoft.AspNetCore";

    private readonly TracerProvider _traces;
    private readonly MeterProvider _metrics;

    /// <param name="collector">Its address, without the paths of the signals.</param>
    public TelemetryExport(Uri collector)
    {
        var resource = ResourceBuilder.CreateDefault().AddService("nws", serviceVersion: VersionText.Current, serviceInstanceId: $"{Environment.MachineName}:{Environment.ProcessId}").AddEnvironmentVariableDetector();
        _traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(NwsServerOptions.TelemetryName, WebSource).AddOtlpExporter(options => Aim(options, collector, "traces")).Build();
        _metrics = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(NwsServerOptions.TelemetryName).AddOtlpExporter(options => Aim(options, collector, "metrics")).Build();
    }

    /// <summary>Sends what there still is, for some seconds at most.</summary>
    public void Dispose()
    {
        _traces.Dispose();
        _metrics.Dispose();
    }

    private static void Aim(OtlpExporterOptions options, Uri collector, string signal)
    {
        options.Protocol = OtlpExportProtocol.HttpProtobuf;
        options.Endpoint = new Uri($"{collector.AbsoluteUri.TrimEnd('/')}/v1/{signal}");
    }
}
