using System.Collections;

namespace Nws.TestKit.Linearizability;

/// <summary>
/// Whether a history of a cell can be explained by operations that took place one after the other, each between its call and its return (Wing and Gong's search, with the memory of Lowe: a set of operations that
/// left the cell in some state is gone on from once only).
/// </summary>
internal sealed class LinearizabilityChecker
{
    private readonly CellOperation[] _operations;
    private readonly BitArray _placed;
    private readonly HashSet<string> _seen = [];
    private readonly int _answered;

    private LinearizabilityChecker(IEnumerable<CellOperation> history)
    {
        _operations = [.. history.Where(operation => operation is not { Kind: CellOperationKind.Read, Outcome: CellOutcome.Unknown }).OrderBy(operation => operation.Call)];
        _placed = new BitArray(_operations.Length);
        _answered = _operations.Count(operation => operation.Outcome != CellOutcome.Unknown);
    }

    /// <param name="history">All operations on one cell that was empty before; in any order.</param>
    public static bool IsLinearizable(IEnumerable<CellOperation> history)
    {
        var checker = new LinearizabilityChecker(history);
        return checker.Explain(cell: 0, checker._answered);
    }

    /// <summary>Places one more operation behind those that are placed, and then the rest. What had no answer need not be placed at all.</summary>
    private bool Explain(int cell, int left)
    {
        if (left == 0) return true;
        if (!_seen.Add(Signature(cell))) return false;
        long firstReturn = FirstReturn();
        for (int i = 0; i < _operations.Length && _operations[i].Call < firstReturn; i++)
        {
            if (_placed[i] || _operations[i].Apply(cell) is not { } next) continue;
            _placed[i] = true;
            if (Explain(next, _operations[i].Outcome == CellOutcome.Unknown ? left : left - 1)) return true;
            _placed[i] = false;
        }
        return false;
    }

    /// <summary>Whatever was called after this returned comes later than the operation that did.</summary>
    private long FirstReturn()
    {
        long first = long.MaxValue;
        for (int i = 0; i < _operations.Length && _operations[i].Call < first; i++)
        {
            if (!_placed[i]) first = Math.Min(first, _operations[i].Return);
        }
        return first;
    }

    private string Signature(int cell)
    {
        byte[] placed = new byte[(_placed.Length + 7) / 8];
        _placed.CopyTo(placed, 0);
        return $"{cell} {Convert.ToHexString(placed)}";
    }
}
