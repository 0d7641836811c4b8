using System.Diagnostics;
using Nws.Server;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Nws.Hosts.Cli.Telemetry;

/// <summary>Sends what the server tells of itself (<see cref="NwsServerOptions.Telemetry"/>) to a collector, by OTLP. Nothing of it is loaded without an endpoint.</summary>
internal sealed class TelemetryExport : IDisposable
{
    private const string Source = "Nws.Server";
    private const string WebSource = "Microsoft.AspNetCore";

    private readonly TracerProvider _traces;
    private readonly MeterProvider _metrics;

    /// <param name="target">Where to.</param>
    public TelemetryExport(TelemetryTarget target)
    {
        var resource = ResourceBuilder.CreateDefault().AddService("nws", serviceVersion: VersionText.Current, serviceInstanceId: $"{Environment.MachineName}:{Environment.ProcessId}").AddEnvironmentVariableDetector();
        _traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(Source, WebSource).AddOtlpExporter(options => Aim(options, target, "traces")).Build();
        _metrics = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(Source).AddOtlpExporter(options => Aim(options, target, "metrics")).Build();
    }

    /// <summary>Sends what there still is, for some seconds at most.</summary>
    public void Dispose()
    {
        _traces.Dispose();
        _metrics.Dispose();
    }

    private static void Aim(OtlpExporterOptions options, TelemetryTarget target, string signal)
    {
        options.Protocol = target.IsGrpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
        options.Endpoint = target.IsGrpc ? target.Endpoint : new Uri($"{target.Endpoint.AbsoluteUri.TrimEnd('/')}/v1/{signal}");
    }
}
