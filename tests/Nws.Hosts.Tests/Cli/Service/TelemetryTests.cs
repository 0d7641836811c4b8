using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Nws.TestKit;

namespace Nws.Hosts.Tests.Cli.Service;

/// <summary>What a real server sends to a collector of OpenTelemetry, which stands here.</summary>
public sealed class TelemetryTests : IDisposable
{
    private readonly NwsCommandLine _nws = new();
    private readonly HttpListener _collector = new();
    private readonly ConcurrentQueue<(string Path, string Body)> _got = new();

    public TelemetryTests()
    {
        // Names stand in protobuf as they are, so the bodies need not be decoded.
        _nws.Variables["OTEL_METRIC_EXPORT_INTERVAL"] = "100";
    }

    public void Dispose()
    {
        _collector.Close();
        _nws.Dispose();
    }

    [Fact]
    public async Task Server_WithAnEndpoint_SendsItsRequestsAndItsFigures()
    {
        string endpoint = Listen();
        await using var serve = _nws.Start("serve", "--port", "0", "--web-port", "0", "--otlp-endpoint", endpoint);
        _nws.Variables["NWS_SERVER"] = (await serve.FirstLineAsync()).Split(' ', ',')[3];
        await _nws.RunAsync("store", "shop", "colour", "red");
        await _nws.RunAsync("delete", "shop", "nothing-there");

        await Eventually.TrueAsync(() => Bodies("/v1/metrics").Any(body => body.Contains("nws.operations", StringComparison.Ordinal)));
        await serve.SignalAsync("TERM");
        Assert.Equal(0, (await serve.EndAsync()).ExitCode);

        string traces = string.Concat(Bodies("/v1/traces")), metrics = string.Concat(Bodies("/v1/metrics"));
        foreach (string name in (string[])["Nws.Server", "Store", "nws.workspace", "shop", "colour", "error.type", "no_variable"]) Assert.Contains(name, traces, StringComparison.Ordinal);
        foreach (string name in (string[])["nws.values", "nws.batch.time", "service.name"]) Assert.Contains(name, metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_WhoseCollectorIsNotThere_ServesAllTheSame()
    {
        await using var serve = _nws.Start("serve", "--port", "0", "--web-port", "0", "--otlp-endpoint", "http://127.0.0.1:1");
        _nws.Variables["NWS_SERVER"] = (await serve.FirstLineAsync()).Split(' ', ',')[3];

        Assert.Equal(0, (await _nws.RunAsync("store", "shop", "colour", "red")).ExitCode);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("ftp://localhost:4318")]
    public async Task Endpoint_ThatIsNone_IsRefused(string endpoint)
    {
        var result = await _nws.RunAsync("serve", "--port", "0", "--web-port", "0", "--otlp-endpoint", endpoint);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains($"'{endpoint}' is no address of a collector", result.Errors, StringComparison.Ordinal);
    }

    private IEnumerable<string> Bodies(string path) => _got.Where(message => message.Path == path).Select(message => message.Body);

    private string Listen()
    {
        string endpoint = $"http://127.0.0.1:{FreePort.Next()}";
        _collector.Prefixes.Add($"{endpoint}/");
        _collector.Start();
        _ = CollectAsync();
        return endpoint;
    }

    private async Task CollectAsync()
    {
        try
        {
            while (true)
            {
                var context = await _collector.GetContextAsync();
                using var reader = new StreamReader(context.Request.InputStream, Encoding.Latin1);
                _got.Enqueue((context.Request.Url!.AbsolutePath, await reader.ReadToEndAsync()));
                context.Response.Close();
            }
        }
        catch (Exception end) when (end is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}
