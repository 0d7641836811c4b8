using Nws.TestKit;

namespace Nws.Hosts.Tests.Examples;

/// <summary>The examples do what they say, started as their first lines say.</summary>
public sealed class ExamplesTests : IAsyncLifetime
{
    private const string CountByShell =
        @" | tr -cs 'A-Za-z' '\n' | tr 'A-Z' 'a-z' | grep . | LC_ALL=C sort | uniq -c | LC_ALL=C sort -k1,1nr -k2,2";

    private TestServer _server = null!;

    private Shell Shell => new(_server.Endpoint);

    public async ValueTask InitializeAsync() => _server = await TestServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("", "$(find /usr/share/common-licenses -type f)")]
    [InlineData("LICENSE README.md", "LICENSE README.md")]
    [InlineData("LICENSE", "LICENSE")]
    public async Task Wordcount_OfFiles_AgreesWithTheShell(string arguments, string files)
    {
        string expected = await Shell.RunAsync($"cat {files} {CountByShell} | head -10");
        string total = await Shell.RunAsync($"cat {files} {CountByShell} | awk '{{ n += $1 }} END {{ print n, NR }}'");

        string output = await Shell.RunAsync($"nws run examples/wordcount.csx {arguments}");

        string[] blocks = output.Split("\n\n");
        Assert.Equal(Fields(expected), Fields(blocks.ElementAtOrDefault(1) ?? output));
        Assert.Matches($"^{total.Trim().Replace(" ", @" words in \d+ files, ", StringComparison.Ordinal)} different ones", output);
        Assert.Matches(@"^Python cut for [\d.]+ s, JavaScript normalised for [\d.]+ s, C# added up for [\d.]+ s\.\n$", blocks[2]);
    }

    [Fact]
    public async Task Ping_WithPong_GetsEveryBallBack()
    {
        var pong = Shell.RunAsync("nws run examples/pong.py");

        string ping = await Shell.RunAsync("nws run examples/ping.csx");

        Assert.Equal("ping 1, pong -1\nping 2, pong -2\nping 3, pong -3\n", ping);
        Assert.Equal("", await pong);
    }

    [Theory]
    [InlineData("pi.py", "pi is about 3.14\n")]
    [InlineData("collatz.csx", "Below 1000000 the longest chain starts at 837799 and has 525 numbers.\n")]
    [InlineData("regression.py", "y = 1.50 + 0.25 x, fitted to 4000 points in 8 pieces; every R squared is above 0.99\n")]
    [InlineData("squares.csx", "1 4 9\n")]
    [InlineData("primes.mjs", "78498 primes below 1000000; the largest is 999983\n")]
    public async Task Master_InAnyLanguage_PrintsItsResult(string example, string expected) =>
        Assert.Equal(expected, await Shell.RunAsync($"nws run examples/{example}"));

    private static string[] Fields(string lines) => lines.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
