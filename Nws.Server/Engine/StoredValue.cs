namespace Nws.Server.Engine;

/// <summary>A value in a variable. A million of them are kept at a time: 32 bytes beside the value itself.</summary>
internal readonly record struct StoredValue
{
    /// <summary>Deliveries are counted up to here; a value fetched and given back more often stays at it.</summary>
    public const int MaxDeliveries = ushort.MaxValue;

    /// <summary>A point of priority is worth so many milliseconds of waiting.</summary>
    public const long PointOfPriority = 10_000;

    private const int DeliveryBits = 16;
    private const int PriorityBits = 11;
    private const int TimeShift = PriorityBits + 1;
    private const long TermsBit = 1L << PriorityBits;

    private readonly ulong _rowAndDeliveries;
    private readonly long _timeAndPriority;

    public StoredValue(ValueBytes bytes, long index, int deliveries, long row = 0, long time = 0, int priority = 0)
        : this(bytes, index, Pack(row, deliveries), (time << TimeShift) | ((uint)priority & ((1 << PriorityBits) - 1)))
    {
    }

    private StoredValue(ValueBytes bytes, long index, ulong rowAndDeliveries, long timeAndPriority) =>
        (Bytes, Index, _rowAndDeliveries, _timeAndPriority) = (bytes, index, rowAndDeliveries, timeAndPriority);

    /// <summary>The value itself.</summary>
    public ValueBytes Bytes { get; }

    /// <summary>How many values were stored into the variable before this one.</summary>
    public long Index { get; }

    /// <summary>How often it has been handed to a fetcher.</summary>
    public int Deliveries => (int)(_rowAndDeliveries & MaxDeliveries);

    /// <summary>Its number in the journal, of at most 48 bits; 0: it is in memory only.</summary>
    public long Row => (long)(_rowAndDeliveries >> DeliveryBits);

    /// <summary>When it was stored, on the engine's clock.</summary>
    public long Time => _timeAndPriority >> TimeShift;

    /// <summary>From -1000 to 1000; 0 unless it was asked for.</summary>
    public int Priority => (int)(_timeAndPriority << (64 - PriorityBits) >> (64 - PriorityBits));

    /// <summary>Whether the variable knows more of it: that it vanishes, or its key.</summary>
    public bool HasTerms => (_timeAndPriority & TermsBit) != 0;

    /// <summary>The value once it has been handed to one fetcher more.</summary>
    public StoredValue DeliveredOnceMore() => new(Bytes, Index, Pack(Row, Deliveries + 1), _timeAndPriority);

    /// <summary>The value as if it had not been handed to the last fetcher.</summary>
    public StoredValue DeliveredOnceLess() => new(Bytes, Index, Pack(Row, Deliveries - 1), _timeAndPriority);

    public StoredValue WithTerms() => new(Bytes, Index, _rowAndDeliveries, _timeAndPriority | TermsBit);

    public StoredValue InRow(long row, ValueBytes bytes) => new(bytes, Index, Pack(row, Deliveries), _timeAndPriority);

    /// <summary>Whether it is taken before the other: as if each had been stored earlier by what its priority is worth.</summary>
    public bool Precedes(StoredValue other)
    {
        var (mine, its) = (Time - PointOfPriority * Priority, other.Time - PointOfPriority * other.Priority);
        return mine < its || (mine == its && Index < other.Index);
    }

    private static ulong Pack(long row, int deliveries) => ((ulong)row << DeliveryBits) | (uint)Math.Min(deliveries, MaxDeliveries);
}
