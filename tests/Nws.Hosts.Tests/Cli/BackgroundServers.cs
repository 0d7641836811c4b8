using System.Text.RegularExpressions;
using Nws.TestKit;

namespace Nws.Hosts.Tests.Cli;

/// <summary>Servers that <c>nws start</c> has started; they end with the test.</summary>
internal sealed class BackgroundServers(NwsCommandLine nws) : IAsyncDisposable
{
    private readonly List<string> _ports = [];

    /// <summary>Starts one, on any ports.</summary>
    public async Task<(string Port, ProcessResult Result)> StartAsync(params string[] options)
    {
        var result = await nws.RunAsync(["start", "--port", "0", "--web-port", "0", .. options]);
        return (Note(result.Output), result);
    }

    /// <summary>One that was started otherwise ends with the test, too.</summary>
    /// <returns>Its port.</returns>
    public string Note(string output)
    {
        _ports.Add(Regex.Match(output, @"127\.0\.0\.1:(\d+)").Groups[1].Value);
        return _ports[^1];
    }

    /// <summary>Ends them and the command line with them.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (string port in _ports) await nws.RunAsync("stop", "--port", port);
        await nws.AllGoneAsync();
        nws.Dispose();
    }
}
