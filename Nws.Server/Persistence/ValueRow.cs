namespace Nws.Server.Persistence;

/// <summary>What stands in a value's row beside its bytes and the checksum.</summary>
/// <param name="Row">The row's number.</param>
/// <param name="Variable">The variable's id.</param>
/// <param name="Index">The value's index.</param>
/// <param name="Time">When it was stored.</param>
/// <param name="Priority">Its priority.</param>
/// <param name="Length">How many bytes it has.</param>
internal readonly record struct ValueRow(long Row, long Variable, long Index, long Time, int Priority, int Length)
{
    /// <summary>The checksum of what stands before the bytes; they follow.</summary>
    public Checksum Beginning => new Checksum().With(Row).With(Variable).With(Index);

    /// <summary>The checksum of the row whose bytes are these.</summary>
    public long Sum(ReadOnlySpan<byte> bytes) => End(Beginning.With(bytes));

    /// <summary>The checksum of the row. One that was written before there were times has none, and its checksum knows of none.</summary>
    public long End(Checksum behindBytes) => (this is { Time: 0, Priority: 0 } ? behindBytes : behindBytes.With(Time).With(Priority)).Value;
}
