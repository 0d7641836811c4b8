using System.Buffers;
using Nws.Server.Engine;
using Nws.Server.Persistence;

namespace Nws.Server.Sessions;

/// <summary>
/// A large value from the disk, one piece after the other. It was whole when its delivery began; should the disk give something else now, the last piece is not given out.
/// </summary>
internal sealed class ValuePieces : IDisposable
{
    private const int MinBytes = 1 << 20;

    /// <summary>To come to a place in a value SQLite goes through all that stands before, so a huge value is not read in too many pieces.</summary>
    private const int MaxPieces = 32;

    private readonly ValueStore _store;
    private readonly LargeValue _value;
    private readonly byte[] _buffer;
    private readonly int _pieceBytes;
    private Checksum? _sum;
    private int _offset;

    public ValuePieces(ValueStore store, LargeValue value)
    {
        (_store, _value) = (store, value);
        // The checksum wants multiples of 8.
        _pieceBytes = Math.Max(MinBytes, (value.Length / MaxPieces) + 7 & ~7);
        _buffer = ArrayPool<byte>.Shared.Rent(Math.Min(_pieceBytes, value.Length));
    }

    /// <summary>The next piece; empty: that was all. It is valid until the next.</summary>
    /// <exception cref="NwsStorageException">It cannot be read, or is not what it was.</exception>
    public async ValueTask<ReadOnlyMemory<byte>> NextAsync()
    {
        var piece = _buffer.AsMemory(0, Math.Min(_pieceBytes, _value.Length - _offset));
        if (piece.IsEmpty) return piece;
        var found = await _store.ReadPieceAsync(_value, _offset, piece).ConfigureAwait(false);
        if (_offset == 0) _sum = found?.Place.Beginning;
        _offset += piece.Length;
        _sum = _sum?.With(piece.Span);
        if (_offset == _value.Length && found is { } row && _sum is { } sum && row.Place.End(sum) != row.Checksum) throw new NwsStorageException($"value {_value.Row} is damaged");
        return piece;
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);
}
