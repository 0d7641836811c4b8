using System.Diagnostics;
using Nws.Benchmarks.Contenders;

namespace Nws.Benchmarks.Load;

/// <summary>How long a value takes from one client to another that waits for it: two clients play ping-pong by blocked fetches.</summary>
internal static class HandOver
{
    private const int ValueSize = 100;

    /// <summary>The median time of one hand-over in microseconds: from sending the store to having the value, half a round of ping and pong.</summary>
    public static async Task<double> MeasureAsync(int port, IDialect dialect, TimeSpan duration)
    {
        using var ping = await PlayerConnection.OpenAsync(port, dialect, sends: "ping", waitsFor: "pong");
        using var pong = await PlayerConnection.OpenAsync(port, dialect, sends: "pong", waitsFor: "ping");
        var rounds = new List<double>();
        long start = Stopwatch.GetTimestamp();
        await pong.WaitAsync();
        await ping.WaitAsync();
        while (Stopwatch.GetElapsedTime(start) < duration)
        {
            long round = Stopwatch.GetTimestamp();
            var answer = AnswerAsync(pong);
            await ping.StoreAsync();
            await ping.ReceiveAsync();
            rounds.Add(Stopwatch.GetElapsedTime(round).TotalMicroseconds / 2);
            await answer;
            await ping.WaitAsync();
        }
        rounds.Sort();
        return rounds[rounds.Count / 2];
    }

    private static async Task AnswerAsync(PlayerConnection pong)
    {
        await pong.ReceiveAsync();
        await pong.StoreAsync();
        await pong.WaitAsync();
    }

    /// <summary>A player: one connection that waits, one that stores, as a server that knows only one request at a time on a connection needs it.</summary>
    private sealed class PlayerConnection(LoadConnection storing, LoadConnection waiting, ReadOnlyMemory<byte> store, ReadOnlyMemory<byte> wait) : IDisposable
    {
        public static async Task<PlayerConnection> OpenAsync(int port, IDialect dialect, string sends, string waitsFor) => new(
            await LoadConnection.OpenAsync(port, dialect),
            await LoadConnection.OpenAsync(port, dialect),
            LoadConnection.Build(output => dialect.WriteStore(output, sends, new byte[ValueSize])),
            LoadConnection.Build(output => dialect.WriteBlockingFetch(output, waitsFor)));

        public ValueTask WaitAsync() => waiting.SendAsync(wait);

        public ValueTask ReceiveAsync() => waiting.ReceiveAsync(1);

        public async Task StoreAsync()
        {
            await storing.SendAsync(store);
            await storing.ReceiveAsync(1);
        }

        public void Dispose()
        {
            storing.Dispose();
            waiting.Dispose();
        }
    }
}
