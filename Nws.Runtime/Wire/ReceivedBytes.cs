using System.Buffers;

namespace Nws.Wire;

/// <summary>What has come through a connection and is not read yet, in one buffer that grows with what has come, never on the word of a length; so a message is always in one piece.</summary>
internal sealed class ReceivedBytes
{
    private const int SmallBuffer = 1 << 16;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(SmallBuffer);
    private int _start;
    private int _end;

    /// <summary>How many bytes that are.</summary>
    public int Count => _end - _start;

    /// <summary>All of it. It is gone with the next call of <see cref="MakeRoom"/>.</summary>
    public ReadOnlySequence<byte> Unread => new(_buffer, _start, Count);

    /// <summary>The first bytes of it.</summary>
    public ReadOnlySpan<byte> First(long count) => _buffer.AsSpan(_start, (int)count);

    /// <summary>Where more may come; never empty.</summary>
    public Memory<byte> MakeRoom()
    {
        if (Count == 0 && _buffer.Length > SmallBuffer) Exchange(SmallBuffer);
        else if (_end == _buffer.Length && Count > _buffer.Length / 2) Exchange((int)Math.Min(2L * _buffer.Length, Array.MaxLength));
        else if (Count == 0 || _end == _buffer.Length) MoveTo(_buffer);
        return _buffer.AsMemory(_end);
    }

    /// <summary>So many bytes have come there.</summary>
    public void Add(int count) => _end += count;

    /// <summary>So many of the first bytes have been read.</summary>
    public void Remove(long count) => _start += (int)count;

    /// <summary>Lets others use the memory; nothing may be read or come any more.</summary>
    public void Release()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private void Exchange(int size)
    {
        byte[] old = _buffer;
        MoveTo(ArrayPool<byte>.Shared.Rent(size));
        ArrayPool<byte>.Shared.Return(old);
    }

    private void MoveTo(byte[] buffer)
    {
        _buffer.AsSpan(_start, Count).CopyTo(buffer);
        (_buffer, _start, _end) = (buffer, 0, Count);
    }
}
