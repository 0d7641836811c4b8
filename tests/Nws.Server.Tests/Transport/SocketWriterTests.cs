using System.Buffers;
using System.Runtime.InteropServices;
using Nws.Server.Transport;
using Nws.TestKit;

namespace Nws.Server.Tests.Transport;

public sealed class SocketWriterTests : IAsyncLifetime
{
    private SocketPair _pair = null!;
    private SocketWriter _writer = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _pair = await SocketPair.ConnectAsync();
        _writer = new SocketWriter(_pair.Here);
    }

    public ValueTask DisposeAsync()
    {
        _writer.Complete();
        _pair.Dispose();
        return default;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5000)]
    [InlineData(2_000_000)]
    public async Task FlushAsync_OfAnySize_SendsAllInOrder(int length)
    {
        byte[] small = [1, 2, 3], large = new byte[length];
        new Random(length).NextBytes(large);
        var receiving = ReceiveAsync(small.Length * 2 + length * 2);
        _writer.Write(small);
        _writer.Write(large);
        Assert.Equal(small.Length + length, _writer.UnflushedBytes);
        await _writer.FlushAsync(Token).AsTask().Soon();
        Assert.Equal(0, _writer.UnflushedBytes);
        _writer.Write(small);
        await _writer.WriteAsync(large, Token).AsTask().Soon();
        await _writer.FlushAsync(Token).AsTask().Soon();
        byte[] expected = [.. small, .. large, .. small, .. large], received = await receiving;
        Assert.True(expected.AsSpan().SequenceEqual(received));
    }

    [Fact]
    public async Task Complete_TellsThePeerThatNothingMoreComes()
    {
        _writer.Write<byte>([1]);
        await _writer.FlushAsync(Token).AsTask().Soon();
        _writer.Complete();
        Assert.Equal([1], await ReceiveAsync(1));
        Assert.Equal(0, await _pair.There.ReceiveAsync(new byte[1], Token).AsTask().Soon());
        Assert.Throws<InvalidOperationException>(() => _writer.GetSpan());
    }

    [Fact]
    public async Task Complete_WhileTheSocketStillSends_KeepsItsBufferFromOthers()
    {
        Assert.True(MemoryMarshal.TryGetArray<byte>(_writer.GetMemory(8 << 20), out var buffer));
        _writer.Advance(8 << 20);
        var flushing = _writer.FlushAsync(Token).AsTask();
        Assert.False(flushing.IsCompleted);
        _writer.Complete();
        byte[] rented = ArrayPool<byte>.Shared.Rent(8 << 20);
        Assert.NotSame(buffer.Array, rented);
        await Assert.ThrowsAsync<IOException>(() => flushing.Soon());
    }

    [Fact]
    public async Task FlushAsync_ToAPeerThatIsGone_IsAnIOException()
    {
        _pair.There.Close(timeout: 0);
        await Assert.ThrowsAsync<IOException>(async () =>
        {
            for (int i = 0; i < 1000; i++)
            {
                _writer.Write(new byte[100_000]);
                await _writer.FlushAsync(Token).AsTask().Soon();
            }
        });
    }

    private async Task<byte[]> ReceiveAsync(int length)
    {
        byte[] received = new byte[length];
        for (int count = 0; count < length;) count += await _pair.There.ReceiveAsync(received.AsMemory(count), Token).AsTask().Soon();
        return received;
    }
}
