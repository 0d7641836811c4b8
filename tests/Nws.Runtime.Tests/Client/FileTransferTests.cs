using Nws.TestKit;

namespace Nws.Runtime.Tests.Client;

public class FileTransferTests : ClientTests
{
    private const int Large = 20 << 20;

    [Theory]
    [InlineData(1, true)]
    [InlineData(255, true)]
    [InlineData(256, false)]
    [InlineData(65_536, true)]
    [InlineData(200_000, false)]
    [InlineData(Large, true)]
    [InlineData(Large, false)]
    public async Task StoreFileAndFetchFile_OfBytes_GiveThemBack(int length, bool seekable)
    {
        byte[] content = Content(length);
        using var source = seekable ? new MemoryStream(content) : new ForwardStream(content);
        Assert.Equal(length, await Workspace.StoreFileAsync("x", source, cancellationToken: Token));
        using var found = new MemoryStream();
        Assert.Equal(length, await Workspace.FindFileAsync("x", found, cancellationToken: Token));
        Assert.True(content.AsSpan().SequenceEqual(found.ToArray()));
        using var fetched = new MemoryStream();
        Assert.Equal(length, await Workspace.FetchFileAsync("x", fetched, cancellationToken: Token));
        Assert.True(content.AsSpan().SequenceEqual(fetched.ToArray()));
        Assert.Null(await Workspace.FetchTryFileAsync("x", fetched, Token));
        Assert.Null(await Workspace.FindTryFileAsync("x", fetched, Token));
    }

    [Fact]
    public async Task StoreFile_OfAStreamInItsMiddle_StoresTheRest()
    {
        using var source = new MemoryStream([1, 2, 3, 4, 5]) { Position = 2 };
        Assert.Equal(3, await Workspace.StoreFileAsync("x", source, cancellationToken: Token));
        Assert.Equal([3, 4, 5], await Workspace.FetchAsync<byte[]>("x", cancellationToken: Token));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task StoreFile_WithALimit_StoresPieceAfterPiece(bool seekable)
    {
        using var source = seekable ? new MemoryStream(Content(250)) : new ForwardStream(Content(250));
        List<long> stored = [];
        do stored.Add(await Workspace.StoreFileAsync("x", source, maxBytes: 100, Token));
        while (stored[^1] > 0);
        Assert.Equal([100, 100, 50, 0], stored);
        using var joined = new MemoryStream();
        while (await Workspace.FetchTryFileAsync("x", joined, Token) is not null)
        {
        }
        Assert.Equal(Content(250), joined.ToArray());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task StoreFile_OfNothing_StoresNothing(bool seekable)
    {
        using var source = seekable ? new MemoryStream() : new ForwardStream([]);
        Assert.Equal(0, await Workspace.StoreFileAsync("x", source, cancellationToken: Token));
        Assert.Null(await ListedAsync("x"));
    }

    [Fact]
    public async Task StoreFile_WhileOthersStore_MixesNothingUp()
    {
        byte[] content = Content(1 << 20);
        var stores = Enumerable.Range(0, 100).Select(i => i % 10 == 0
            ? Workspace.StoreFileAsync("file", new MemoryStream(content), cancellationToken: Token)
            : Workspace.StoreAsync("number", i, Token)).ToList();
        await Task.WhenAll(stores).Soon();
        for (int i = 0; i < 10; i++)
        {
            byte[] fetched = await Workspace.FetchAsync<byte[]>("file", cancellationToken: Token);
            Assert.True(content.AsSpan().SequenceEqual(fetched));
        }
        Assert.Equal(90, (await ListedAsync("number"))!.ValueCount);
    }

    [Fact]
    public async Task FetchFile_OfText_WritesUtf8()
    {
        await Workspace.StoreAsync("x", "Grüße", Token);
        using var output = new MemoryStream();
        Assert.Equal(7, await Workspace.FetchFileAsync("x", output, cancellationToken: Token));
        Assert.Equal("Grüße"u8.ToArray(), output.ToArray());
    }

    [Fact]
    public async Task FetchFile_OfAnythingElse_PutsTheValueBack()
    {
        await Workspace.StoreAsync("x", 17, Token);
        var fault = await Assert.ThrowsAsync<NwsValueException>(() => Workspace.FetchFileAsync("x", Stream.Null, cancellationToken: Token));
        Assert.Contains("'x'", fault.Message, StringComparison.Ordinal);
        Assert.Equal(2, (await Workspace.FetchAnyAsync(["x"], TimeSpan.Zero, Token)).Attempt);
    }

    [Fact]
    public async Task FetchFile_IntoAStreamThatFails_PutsTheValueBack()
    {
        await Workspace.StoreAsync("x", "content", Token);
        using var full = new FaultyStream(new IOException("The disk is full."));
        await Assert.ThrowsAsync<IOException>(() => Workspace.FetchFileAsync("x", full, cancellationToken: Token));
        Assert.Equal("content", await Workspace.FetchAsync<string>("x", TimeSpan.Zero, Token));
    }

    [Fact]
    public async Task FetchFile_WithoutAValueInTime_SaysSo()
    {
        var limit = TimeSpan.FromMilliseconds(10);
        var fault = await Assert.ThrowsAsync<NwsTimeoutException>(() => Workspace.FetchFileAsync("x", Stream.Null, limit, Token));
        Assert.Contains("'x' in workspace 'ws' within 0.01 s", fault.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<NwsTimeoutException>(() => Workspace.FindFileAsync("x", Stream.Null, TimeSpan.Zero, Token));
    }

    [Fact]
    public async Task StoreFile_OfAStreamShorterThanItSays_ClosesTheConnectionAndSaysWhy()
    {
        var waiting = Workspace.FetchAsync("y", cancellationToken: Token);
        var fault = await Assert.ThrowsAsync<EndOfStreamException>(
            () => Workspace.StoreFileAsync("x", new FaultyStream(null, length: 100_000), cancellationToken: Token).Soon());
        Assert.Contains("100000", fault.Message, StringComparison.Ordinal);
        var lost = await Assert.ThrowsAsync<NwsConnectionDroppedException>(() => waiting.Soon());
        Assert.Contains("stream", lost.Message, StringComparison.Ordinal);
        var other = await OtherAsync();
        await Eventually.TrueAsync(async () => (await other.ListVarsAsync(Token)).Count == 0);
        await other.Server.DisposeAsync();
    }

    [Fact]
    public async Task StoreFile_OfAStreamThatFails_ClosesTheConnectionAndSaysWhy()
    {
        Exception[] failures = [new IOException("The disk is broken."), new OperationCanceledException("The stream gave up.")];
        foreach (var failure in failures)
        {
            var workspace = await OtherAsync();
            using var faulty = new FaultyStream(failure, length: 100_000);
            var storing = workspace.StoreFileAsync("x", faulty, cancellationToken: Token);
            Assert.Same(failure, await Assert.ThrowsAsync(failure.GetType(), () => storing.Soon()));
            var lost = await Assert.ThrowsAsync<NwsConnectionDroppedException>(() => workspace.StoreAsync("x", 1, Token));
            Assert.Contains(failure.Message, lost.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task StoreFile_OfMoreThanTheServerTakes_IsRefusedHere(bool seekable)
    {
        await using var server = await TestServer.StartAsync(new() { MaxValueBytes = 1000 });
        await using var client = await server.ConnectAsync();
        var workspace = await client.OpenWsAsync("ws", cancellationToken: Token);
        foreach (int length in (int[])[998, 1000, 100_000])
        {
            using var tooLarge = seekable ? new MemoryStream(Content(length)) : new ForwardStream(Content(length));
            var storing = workspace.StoreFileAsync("x", tooLarge, cancellationToken: Token);
            var fault = await Assert.ThrowsAsync<NwsOperationException>(() => storing);
            Assert.Equal("too_large", fault.Code);
            Assert.Contains("'x'", fault.Message, StringComparison.Ordinal);
        }
        using var source = seekable ? new MemoryStream(Content(997)) : new ForwardStream(Content(997));
        Assert.Equal(997, await workspace.StoreFileAsync("x", source, cancellationToken: Token));
    }

    [Fact]
    public async Task StoreFile_CancelledBeforeItsTurn_LeavesTheConnectionAlone()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Workspace.StoreFileAsync("x", new MemoryStream([1]), cancellationToken: new CancellationToken(true)));
        Assert.Null(await ListedAsync("x"));
    }

    private static byte[] Content(int length)
    {
        byte[] content = new byte[length];
        new Random(length).NextBytes(content);
        return content;
    }

    /// <summary>Knows neither its length nor its position, like the output of a program.</summary>
    private sealed class ForwardStream(byte[] content) : MemoryStream(content)
    {
        public override bool CanSeek => false;

        public override long Length => throw new NotSupportedException();

        public override long Position => throw new NotSupportedException();
    }
}
