using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using Nws.Server.Transport;
using Nws.TestKit;

namespace Nws.Server.Tests.Transport;

public sealed class SocketReaderTests : IAsyncLifetime
{
    private SocketPair _pair = null!;
    private SocketReader _reader = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _pair = await SocketPair.ConnectAsync();
        _reader = new SocketReader(_pair.Here);
    }

    public ValueTask DisposeAsync()
    {
        _reader.Complete();
        _pair.Dispose();
        return default;
    }

    [Fact]
    public async Task ReadAsync_OfBytesLeftUnconsumed_GivesThemAgainWithMore()
    {
        await SendAsync([1, 2, 3]);
        var read = await ReadAsync();
        _reader.AdvanceTo(read.Buffer.GetPosition(1), read.Buffer.End);
        await SendAsync([4]);
        Assert.Equal([2, 3, 4], (await ReadAsync()).Buffer.ToArray());
    }

    [Fact]
    public async Task ReadAsync_OfBytesNotExamined_GivesThemAtOnce()
    {
        await SendAsync([1, 2, 3]);
        var read = await ReadAsync();
        _reader.AdvanceTo(read.Buffer.GetPosition(1));
        Assert.True(_reader.TryRead(out read));
        Assert.Equal([2, 3], read.Buffer.ToArray());
        _reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        Assert.False(_reader.TryRead(out _));
    }

    [Fact]
    public async Task ReadAsync_OfALongMessageBehindAnother_CollectsItWhole()
    {
        byte[] message = new byte[3_000_000];
        new Random(1).NextBytes(message);
        var sending = SendAsync([9, 9, .. message]);
        var read = await ReadAsync();
        _reader.AdvanceTo(read.Buffer.GetPosition(2), read.Buffer.End);
        do
        {
            read = await ReadAsync();
            _reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
        while (read.Buffer.Length < message.Length);
        await sending;
        Assert.True(read.Buffer.IsSingleSegment);
        Assert.True(message.AsSpan().SequenceEqual(read.Buffer.FirstSpan));
        _reader.AdvanceTo(read.Buffer.End);
        await SendAsync([7]);
        Assert.Equal([7], (await ReadAsync()).Buffer.ToArray());
    }

    [Fact]
    public async Task ReadAsync_AtTheEnd_IsCompletedWithWhatWasLeft()
    {
        await SendAsync([1]);
        var read = await ReadAsync();
        _reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        _pair.There.Shutdown(SocketShutdown.Send);
        for (int i = 0; i < 2; i++)
        {
            read = await ReadAsync();
            Assert.True(read.IsCompleted);
            Assert.Equal([1], read.Buffer.ToArray());
            _reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    [Fact]
    public async Task ReadAsync_OfABrokenConnection_IsAnIOException()
    {
        var reading = _reader.ReadAsync(Token).AsTask();
        _pair.There.Close(timeout: 0);
        await Assert.ThrowsAsync<IOException>(() => reading.Soon());
    }

    [Fact]
    public async Task CancelPendingRead_OfAWait_EndsThatReadOnly()
    {
        var reading = _reader.ReadAsync(Token).AsTask();
        _reader.CancelPendingRead();
        var read = await reading.Soon();
        Assert.True(read is { IsCanceled: true, IsCompleted: false });
        _reader.AdvanceTo(read.Buffer.End);
        await SendAsync([5]);
        Assert.Equal([5], (await ReadAsync()).Buffer.ToArray());
    }

    [Fact]
    public async Task CancelPendingRead_BetweenReads_EndsTheNext()
    {
        await SendAsync([5]);
        _reader.CancelPendingRead();
        var read = await ReadAsync();
        Assert.True(read.IsCanceled);
        _reader.AdvanceTo(read.Buffer.Start);
        Assert.Equal([5], (await ReadAsync()).Buffer.ToArray());
    }

    [Fact]
    public async Task ReadAsync_CancelledByItsToken_LosesNothing()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var reading = _reader.ReadAsync(cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading.Soon());
        await SendAsync([5]);
        Assert.Equal([5], (await ReadAsync()).Buffer.ToArray());
    }

    private Task<ReadResult> ReadAsync() => _reader.ReadAsync(Token).AsTask().Soon();

    private async Task SendAsync(byte[] bytes)
    {
        for (int sent = 0; sent < bytes.Length;) sent += await _pair.There.SendAsync(bytes.AsMemory(sent), Token).AsTask().Soon();
    }
}
