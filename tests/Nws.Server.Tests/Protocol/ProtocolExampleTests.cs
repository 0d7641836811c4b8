using Nws.TestKit;

namespace Nws.Server.Tests.Protocol;

/// <summary>
/// PROTOCOL.md shows what really happens: its lines with <c>&gt;</c> are sent to a server, and what comes back must fit its lines with
/// <c>&lt;</c>; at a line with <c>!</c> the connection is lost, and another made.
/// </summary>
public class ProtocolExampleTests
{
    private static readonly string[] Examples = [.. from line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "PROTOCOL.md"))
                                                    let example = line.Trim()
                                                    where example is ['>' or '<' or '!', ' ', ..]
                                                    select example];

    [Fact]
    public void Examples_AreThere() => Assert.InRange(Examples.Length, 18, 1000);

    [Fact]
    public async Task Examples_RunAgainstAServer_AreTrue()
    {
        await using var server = await TestServer.StartAsync();
        var clients = new List<RawClient> { await server.ConnectRawAsync() };
        var names = new Dictionary<string, NwsValue>();
        foreach (string example in Examples)
        {
            if (example[0] == '!')
            {
                if (clients.Count > 1) await clients[^1].AbortAsync();
                clients.Add(await server.ConnectRawAsync());
                continue;
            }
            var client = clients[^1];
            var pattern = MessagePattern.Parse(example[2..]);
            if (example[0] == '>')
            {
                await client.SendBytesAsync(pattern.Value(names).Encode());
                continue;
            }
            var message = await client.ReceiveAsync();
            Assert.True(message is not null && pattern.Matches(message, names), $"Instead of {example} came {message}");
        }
        foreach (var client in clients) await client.DisposeAsync();
    }

    [Theory]
    [InlineData("[1, -2, 2.5, nil, true, \"a\"]", "[1, -2, 2.5, nil, true, \"a\"]", true)]
    [InlineData("[1, *]", "[1, [2, 3]]", true)]
    [InlineData("[*x, *x]", "[5, 5]", true)]
    [InlineData("[*x, *x]", "[5, 6]", false)]
    [InlineData("{\"a\": *, \"b\": {}}", "{\"b\": {}, \"a\": []}", true)]
    [InlineData("{\"a\": 1}", "{\"a\": 1, \"b\": 2}", false)]
    [InlineData("{\"a\": 1}", "[1]", false)]
    [InlineData("[1]", "[1, 2]", false)]
    [InlineData("1", "1.0", false)]
    [InlineData("nil", "false", false)]
    public void Matches_OfAPattern_ComparesAllButTheStars(string pattern, string value, bool matches)
    {
        var message = MessagePattern.Parse(value).Value(new Dictionary<string, NwsValue>());
        Assert.Equal(matches, MessagePattern.Parse(pattern).Matches(message, new Dictionary<string, NwsValue>()));
    }

    [Theory]
    [InlineData("[1")]
    [InlineData("[1 2]")]
    [InlineData("{1: 2}")]
    [InlineData("\"a")]
    [InlineData("none")]
    [InlineData("[1] 2")]
    public void Parse_OfWhatIsNoMessage_NamesTheColumn(string text)
    {
        Assert.StartsWith("Column ", Assert.Throws<FormatException>(() => MessagePattern.Parse(text)).Message, StringComparison.Ordinal);
    }
}
