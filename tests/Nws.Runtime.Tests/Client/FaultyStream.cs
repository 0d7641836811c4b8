namespace Nws.Runtime.Tests.Client;

/// <summary>Announces a length, gives 1000 bytes, and then fails, or ends if there is no failure. Every writing fails.</summary>
internal sealed class FaultyStream(Exception? failure, long length = 0) : Stream
{
    private int _left = 1000;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => true;

    public override long Length => length;

    public override long Position { get; set; }

    public override int Read(byte[] buffer, int offset, int count)
    {
        int given = Math.Min(count, _left);
        if (given == 0 && failure is not null) throw failure;
        _left -= given;
        return given;
    }

    public override void Write(byte[] buffer, int offset, int count) => throw failure!;

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
