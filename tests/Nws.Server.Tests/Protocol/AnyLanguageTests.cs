using System.Diagnostics;
using System.Globalization;
using Nws.TestKit;

namespace Nws.Server.Tests.Protocol;

/// <summary>docs/any-language.md keeps its word: its script, which knows nothing of Nws, prints what is shown there.</summary>
public class AnyLanguageTests
{
    private const string Prompt = "$ python3 docs/any_language.py ";

    [Fact]
    public async Task Script_OfNothingButMessagePack_PrintsWhatTheDocumentShows()
    {
        await using var server = await TestServer.StartAsync();
        var result = await RunAsync(server);
        Assert.Equal((0, Shown(), ""), result.All);
    }

    [Fact]
    public async Task Script_WithTheToken_IsLetIn()
    {
        await using var server = await TestServer.StartAsync(new NwsServerOptions { Token = "secret" });
        var refused = await RunAsync(server);
        Assert.Contains("unauthorized", refused.Errors, StringComparison.Ordinal);
        var result = await RunAsync(server, "secret");
        Assert.Equal((0, Shown(), ""), result.All);
    }

    private static async Task<ProcessResult> RunAsync(TestServer server, params string[] arguments)
    {
        string script = Path.Combine(AppContext.BaseDirectory, "any_language.py");
        string port = server.Endpoint.Port.ToString(CultureInfo.InvariantCulture);
        var python = new ProcessStartInfo("/usr/bin/python3", [script, server.Endpoint.Host, port, .. arguments]);
        await using var process = TestProcess.Start(python);
        var result = await process.EndAsync();
        Assert.False(
            result.Errors.Contains("No module named 'msgpack'", StringComparison.Ordinal),
            "This test runs Debian's Python with its MessagePack library: apt-get install python3-msgpack");
        return result;
    }

    /// <summary>The indented lines behind the command, with the version of this server.</summary>
    private static string Shown()
    {
        var lines = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "any-language.md"))
            .SkipWhile(line => !line.TrimStart().StartsWith(Prompt, StringComparison.Ordinal)).Skip(1)
            .TakeWhile(line => line.StartsWith("    ", StringComparison.Ordinal)).Select(line => line[4..]).ToList();
        Assert.Equal("server  nws 0.1.0", lines[0]);
        lines[0] = $"server  {NwsServerHost.ServerName}";
        return string.Concat(lines.Select(line => line + "\n"));
    }
}
