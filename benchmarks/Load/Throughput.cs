using System.Diagnostics;
using Nws.Benchmarks.Contenders;

namespace Nws.Benchmarks.Load;

/// <summary>Stores and fetches on some connections, each on a variable of its own, with some requests in flight on each.</summary>
/// <param name="Connections">Simultaneous connections.</param>
/// <param name="InFlight">Requests sent before their replies are awaited; 1 = a store, its reply, a fetch, its reply.</param>
/// <param name="ValueSize">Bytes of a value.</param>
/// <param name="StoresOnly">Leaves the fetches out, so that values pile up; one request in flight.</param>
internal sealed record Throughput(int Connections, int InFlight, int ValueSize, bool StoresOnly = false)
{
    /// <summary>Operations per second (a store or a fetch is one) over about <paramref name="duration"/>.</summary>
    public async Task<double> MeasureAsync(int port, IDialect dialect, TimeSpan duration)
    {
        var connections = await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => LoadConnection.OpenAsync(port, dialect)));
        try
        {
            byte[] value = new byte[ValueSize];
            Random.Shared.NextBytes(value);
            long start = Stopwatch.GetTimestamp();
            var loads = connections.Select((connection, i) => Task.Run(() => LoadAsync(connection, dialect, $"variable{i}", value, start, duration)));
            long operations = (await Task.WhenAll(loads)).Sum();
            return operations / Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
        finally
        {
            foreach (var connection in connections) connection.Dispose();
        }
    }

    private async Task<long> LoadAsync(LoadConnection connection, IDialect dialect, string variable, byte[] value, long start, TimeSpan duration)
    {
        var steps = StoresOnly ? [Store(dialect, variable, value)] : InFlight == 1 ? Alternating(dialect, variable, value) : Batched(dialect, variable, value);
        long operations = 0;
        while (Stopwatch.GetElapsedTime(start) < duration)
        {
            foreach (var step in steps)
            {
                await connection.SendAsync(step);
                await connection.ReceiveAsync(InFlight);
                operations += InFlight;
            }
        }
        return operations;
    }

    private static ReadOnlyMemory<byte> Store(IDialect dialect, string variable, byte[] value) =>
        LoadConnection.Build(output => dialect.WriteStore(output, variable, value));

    private static ReadOnlyMemory<byte>[] Alternating(IDialect dialect, string variable, byte[] value) =>
    [
        Store(dialect, variable, value),
        LoadConnection.Build(output => dialect.WriteFetch(output, variable)),
    ];

    private ReadOnlyMemory<byte>[] Batched(IDialect dialect, string variable, byte[] value) =>
    [
        LoadConnection.Build(output =>
        {
            for (int i = 0; i < InFlight / 2; i++)
            {
                dialect.WriteStore(output, variable, value);
                dialect.WriteFetch(output, variable);
            }
        }),
    ];
}
