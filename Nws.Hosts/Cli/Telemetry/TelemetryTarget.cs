using Nws.Hosts.Cli.Configuration;

namespace Nws.Hosts.Cli.Telemetry;

/// <summary>Where telemetry goes, and how: the variables are those of the specification of OpenTelemetry, section "OpenTelemetry Protocol Exporter".</summary>
/// <param name="Endpoint">The collector, without the paths of the signals.</param>
/// <param name="IsGrpc">By gRPC; else by HTTP with protobuf.</param>
internal sealed record TelemetryTarget(Uri Endpoint, bool IsGrpc)
{
    private const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string ProtocolVariable = "OTEL_EXPORTER_OTLP_PROTOCOL";

    /// <summary>What the options or the environment say; null: nobody wants telemetry.</summary>
    /// <exception cref="FormatException">It is no address, or no protocol that is spoken here.</exception>
    public static TelemetryTarget? Of(ServerConfiguration configuration)
    {
        string? given = configuration.Get(ServerArguments.OtlpEndpoint) ?? Environment.GetEnvironmentVariable(EndpointVariable);
        if (string.IsNullOrEmpty(given)) return null;
        if (!Uri.TryCreate(given, UriKind.Absolute, out var endpoint) || endpoint.Scheme is not ("http" or "https"))
            throw new FormatException($"'{given}' is no address of a collector of OpenTelemetry; write for example http://localhost:4318.");
        return new TelemetryTarget(endpoint, Environment.GetEnvironmentVariable(ProtocolVariable) switch
        {
            null or "" or "http/protobuf" => false,
            "grpc" => true,
            var other => throw new FormatException($"{ProtocolVariable} is '{other}'; there are: http/protobuf, grpc."),
        });
    }
}
