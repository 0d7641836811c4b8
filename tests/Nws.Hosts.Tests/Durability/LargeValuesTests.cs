using System.Diagnostics;
using Nws.Server;
using Nws.TestKit;

namespace Nws.Hosts.Tests.Durability;

/// <summary>A real server whose values take ten times the memory it may use for them.</summary>
public sealed class LargeValuesTests(ITestOutputHelper output)
{
    private const int Values = 256;
    private const int ValueBytes = 4 << 20;
    private const int Clients = 4;

    /// <summary>Of which the runtime and SQLite need some for themselves, and some are values that just come or go.</summary>
    private const long ReasonablePeak = 600L << 20;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task GigabyteOfValues_WithAHundredMegabytesForThem_StaysOnTheDisk_AlsoAfterKill9()
    {
        var watch = Stopwatch.StartNew();
        using var folder = new TemporaryFolder();
        string data = Path.Combine(folder.Path, "data.db");
        await using var server = new MortalServer(data, "--max-memory", "100000000", "--durability", "relaxed");
        await server.StartAsync();
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(client => StoreAsync(server, client)));
        output.WriteLine($"Storing took {server.PeakMemory >> 20} MB at most; {watch.Elapsed.TotalSeconds:0} s since the beginning.");
        Assert.InRange(server.PeakMemory, 0, ReasonablePeak);
        await server.KillAsync();

        await server.StartAsync();
        await using (await server.ConnectAsync()) output.WriteLine($"Starting took {server.PeakMemory >> 20} MB at most; {watch.Elapsed.TotalSeconds:0} s since the beginning.");
        Assert.InRange(server.PeakMemory, 0, ReasonablePeak);
        var seen = (await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => FetchAsync(server)))).SelectMany(numbers => numbers).Order();
        Assert.Equal(Enumerable.Range(0, Values), seen);
        output.WriteLine($"Fetching took {server.PeakMemory >> 20} MB at most; {watch.Elapsed.TotalSeconds:0} s since the beginning.");
        Assert.InRange(server.PeakMemory, 0, ReasonablePeak);
        await server.KillAsync();
        Assert.Empty(NwsDataFile.Verify(data).Faults);
    }

    private static async Task StoreAsync(MortalServer server, int client)
    {
        await using var connection = await server.ConnectAsync();
        var workspace = await connection.OpenWsAsync("kept", persistent: true, cancellationToken: Cancellation);
        for (int number = client; number < Values; number += Clients) await workspace.StoreAsync("x", Value(number), Cancellation);
    }

    /// <summary>The numbers of the values that it got.</summary>
    private static async Task<List<int>> FetchAsync(MortalServer server)
    {
        await using var connection = await server.ConnectAsync();
        var workspace = await connection.OpenWsAsync("kept", persistent: true, cancellationToken: Cancellation);
        var numbers = new List<int>();
        while (await workspace.FetchTryAsync<byte[]>("x", cancellationToken: Cancellation) is { } value)
        {
            int number = BitConverter.ToInt32(value);
            Assert.True(value.AsSpan().SequenceEqual(Value(number)), $"Value {number} is another than was stored.");
            numbers.Add(number);
        }
        return numbers;
    }

    private static byte[] Value(int number)
    {
        byte[] bytes = new byte[ValueBytes];
        bytes.AsSpan().Fill((byte)(number * 7));
        BitConverter.TryWriteBytes(bytes, number);
        return bytes;
    }
}
