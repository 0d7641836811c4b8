using SQLitePCL;

namespace Nws.Server.Persistence;

/// <summary>The bytes of one row, read in pieces. While it is open the log of the database cannot be emptied, so it is for a short time.</summary>
internal sealed class SqliteBlob(SqliteDatabase database, sqlite3_blob blob) : IDisposable
{
    public int Length => raw.sqlite3_blob_bytes(blob);

    public void Read(Span<byte> piece, int offset)
    {
        if (!piece.IsEmpty) database.Check(raw.sqlite3_blob_read(blob, piece, offset));
    }

    public void Dispose() => blob.Dispose();
}
