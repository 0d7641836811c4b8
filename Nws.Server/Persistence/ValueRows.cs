namespace Nws.Server.Persistence;

/// <summary>Reads single values from a data file: whole ones, or large ones piece by piece. For one thread.</summary>
internal sealed class ValueRows(SqliteDatabase database) : IDisposable
{
    private const string Table = "value";

    /// <summary>How much is read at once; the checksum wants a multiple of 8.</summary>
    private const int PieceBytes = 1 << 18;

    private readonly SqliteStatement _find = database.Prepare("SELECT variable, position, time, priority, length(bytes), checksum FROM value WHERE row = ?");

    /// <summary>The whole value; null: there is no such row.</summary>
    public (byte[] Bytes, bool IsDamaged)? Read(long row)
    {
        if (Find(row) is not { } found || database.OpenBlob(Table, row) is not { } blob) return null;
        using (blob)
        {
            byte[] bytes = new byte[blob.Length];
            blob.Read(bytes, 0);
            return (bytes, found.Place.Sum(bytes) != found.Checksum);
        }
    }

    /// <summary>Whether the value is as it was written; null: there is no such row.</summary>
    public bool? IsWhole(long row) => Find(row) is { } found ? Sum(found.Place) == found.Checksum : null;

    /// <summary>What stands in the row beside the bytes; null: there is no such row.</summary>
    public (ValueRow Place, long Checksum)? Find(long row)
    {
        if (!_find.With(row).ReadOnce()) return null;
        var place = new ValueRow(row, _find.Number(0), _find.Number(1), _find.Number(2), (int)_find.Number(3), (int)_find.Number(4));
        long sum = _find.Number(5);
        _find.Reset();
        return (place, sum);
    }

    /// <summary>What is told of a damaged value: which it is, and where.</summary>
    public string Damage(long row)
    {
        using var query = database.Query(
            "SELECT variable.name, workspace.name FROM value JOIN variable ON variable.id = value.variable JOIN workspace ON workspace.id = variable.workspace WHERE row = ?");
        query.With(row);
        return query.Read() ? $"value {row} is damaged, in variable '{query.Text(0)}' of workspace '{query.Text(1)}'" : $"value {row} is damaged";
    }

    /// <summary>Reads some of the bytes; false: there is no such row.</summary>
    public bool ReadPiece(long row, int offset, Span<byte> piece)
    {
        if (database.OpenBlob(Table, row) is not { } blob) return false;
        using (blob) blob.Read(piece, offset);
        return true;
    }

    /// <summary>The checksum of the row as it is.</summary>
    public long Sum(ValueRow place)
    {
        using var blob = database.OpenBlob(Table, place.Row);
        if (blob is null) return -1;
        byte[] piece = new byte[Math.Min(PieceBytes, blob.Length)];
        var sum = place.Beginning;
        for (int offset = 0; offset < blob.Length; offset += PieceBytes)
        {
            var part = piece.AsSpan(0, Math.Min(PieceBytes, blob.Length - offset));
            blob.Read(part, offset);
            sum = sum.With(part);
        }
        return place.End(sum);
    }

    public void Dispose() => database.Dispose();
}
