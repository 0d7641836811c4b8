namespace Nws.Server.Engine;

/// <summary>A value in a variable. A million of them are kept at a time: 24 bytes beside the value itself.</summary>
internal readonly record struct StoredValue
{
    /// <summary>Deliveries are counted up to here; a value fetched and given back more often stays at it.</summary>
    public const int MaxDeliveries = ushort.MaxValue;

    private const int DeliveryBits = 16;

    private readonly ulong _rowAndDeliveries;

    public StoredValue(byte[] bytes, long index, int deliveries, long row = 0)
    {
        (Bytes, Index) = (bytes, index);
        _rowAndDeliveries = ((ulong)row << DeliveryBits) | (uint)Math.Min(deliveries, MaxDeliveries);
    }

    /// <summary>As they came; the engine never looks into them.</summary>
    public byte[] Bytes { get; }

    /// <summary>How many values were stored into the variable before this one.</summary>
    public long Index { get; }

    /// <summary>How often it has been handed to a fetcher.</summary>
    public int Deliveries => (int)(_rowAndDeliveries & MaxDeliveries);

    /// <summary>Its number in the journal, of at most 48 bits; 0: it is in memory only.</summary>
    public long Row => (long)(_rowAndDeliveries >> DeliveryBits);

    /// <summary>The value once it has been handed to one fetcher more.</summary>
    public StoredValue DeliveredOnceMore() => new(Bytes, Index, Deliveries + 1, Row);

    public StoredValue InRow(long row) => new(Bytes, Index, Deliveries, row);
}
