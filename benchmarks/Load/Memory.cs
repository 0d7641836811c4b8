using Nws.Benchmarks.Contenders;

namespace Nws.Benchmarks.Load;

/// <summary>What a million stored values of 100 bytes cost the server in memory.</summary>
internal static class Memory
{
    private const int Values = 1_000_000;
    private const int Batch = 1000;
    private const int ValueSize = 100;

    /// <summary>Bytes of resident memory per stored value.</summary>
    public static async Task<double> MeasureAsync(ServerProcess server, IDialect dialect)
    {
        long before = server.ResidentBytes();
        await StoreMillionAsync(server, dialect);
        return (server.ResidentBytes() - before) / (double)Values;
    }

    /// <summary>Stores a million values of 100 bytes into one variable.</summary>
    public static async Task StoreMillionAsync(ServerProcess server, IDialect dialect)
    {
        using var connection = await LoadConnection.OpenAsync(server.Port, dialect);
        var stores = LoadConnection.Build(output =>
        {
            for (int i = 0; i < Batch; i++) dialect.WriteStore(output, "million", new byte[ValueSize]);
        });
        for (int stored = 0; stored < Values; stored += Batch)
        {
            await connection.SendAsync(stores);
            await connection.ReceiveAsync(Batch);
        }
    }
}
