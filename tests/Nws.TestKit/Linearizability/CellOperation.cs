namespace Nws.TestKit.Linearizability;

/// <summary>What somebody did to a cell, a <c>single</c> variable, and what they were told. Values are numbers, each written once; 0 is the empty cell.</summary>
/// <param name="Kind">What.</param>
/// <param name="Expected">For <see cref="CellOperationKind.CompareAndSet"/>: what the cell must hold.</param>
/// <param name="Value">What was written, or what a read gave.</param>
/// <param name="Outcome">What they were told.</param>
/// <param name="Call">When it began; all times of a history are different numbers.</param>
/// <param name="Return">When the answer came; <see cref="long.MaxValue"/> if none came.</param>
internal readonly record struct CellOperation(CellOperationKind Kind, int Expected, int Value, CellOutcome Outcome, long Call, long Return)
{
    /// <summary>What the cell holds after the operation took place; null: it cannot have taken place with this outcome, and cannot have changed anything.</summary>
    public int? Apply(int cell) => (Kind, Outcome) switch
    {
        (CellOperationKind.Read, _) => Value == cell ? cell : null,
        (CellOperationKind.Write, _) => Value,
        (_, CellOutcome.Refused) => Expected == cell ? null : cell,
        _ => Expected == cell ? Value : null,
    };

    public override string ToString()
    {
        string what = Kind switch
        {
            CellOperationKind.Read => $"read {Value}",
            CellOperationKind.Write => $"write {Value}",
            _ => $"set {Value} if {Expected}",
        };
        return $"[{Call}, {(Return == long.MaxValue ? "?" : Return)}] {what}: {Outcome}";
    }
}

internal enum CellOperationKind
{
    Read,
    Write,
    CompareAndSet,
}

internal enum CellOutcome
{
    Done,

    /// <summary>The cell held something else.</summary>
    Refused,

    /// <summary>No answer came: it may have been done, at any time since it was sent, or not.</summary>
    Unknown,
}
