using Nws.Hosts.Cli.Configuration;

namespace Nws.Hosts.Cli.Telemetry;

/// <summary>Where telemetry goes: the variables are those of the specification of OpenTelemetry, section "OpenTelemetry Protocol Exporter".</summary>
internal static class TelemetryTarget
{
    private const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string ProtocolVariable = "OTEL_EXPORTER_OTLP_PROTOCOL";
    private const string Protocol = "http/protobuf";

    /// <summary>The address of the collector that the options or the environment say; null: nobody wants telemetry.</summary>
    /// <exception cref="FormatException">It is no address, or it is to be spoken to by a protocol that is not spoken here.</exception>
    public static Uri? Of(ServerConfiguration configuration)
    {
        string? given = configuration.Get(ServerArguments.OtlpEndpoint) ?? Environment.GetEnvironmentVariable(EndpointVariable);
        if (string.IsNullOrEmpty(given)) return null;
        if (Environment.GetEnvironmentVariable(ProtocolVariable) is { Length: > 0 } protocol && protocol != Protocol)
            throw new FormatException($"{ProtocolVariable} is '{protocol}'; {Protocol} is what is spoken here, to port 4318 of most collectors.");
        return Uri.TryCreate(given, UriKind.Absolute, out var collector) && collector.Scheme is ("http" or "https")
            ? collector
            : throw new FormatException($"'{given}' is no address of a collector of OpenTelemetry; write for example http://localhost:4318.");
    }
}
