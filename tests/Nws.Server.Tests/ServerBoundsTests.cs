using Nws.Server.Tests.Persistence;
using Nws.TestKit;

namespace Nws.Server.Tests;

/// <summary>The bounds of a running server as a client meets them: exactly at each all is well, one more is refused, and what is freed can be used again.</summary>
public sealed class ServerBoundsTests : IDisposable
{
    private readonly DataFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Memory(bool durable)
    {
        await using var server = await TestServer.StartAsync(Options(durable) with { MaxMemoryBytes = 1000, MaxDataMemoryBytes = 1000 });
        await using var client = await server.ConnectAsync();
        var workspace = await OpenAsync(client, durable);
        // As it comes such a value has 3 bytes more, and each counts 64 beside its own.
        byte[] half = new byte[500 - 64 - 3];
        await workspace.StoreAsync("x", half, Cancellation).Soon();
        string refusal = await RefusalAsync(workspace.StoreAsync("x", new byte[half.Length + 1], Cancellation));
        Assert.StartsWith("full: There is no memory for this in variable 'x' of workspace 'w': the server keeps 1000 bytes", refusal, StringComparison.Ordinal);
        await workspace.StoreAsync("x", half, Cancellation).Soon();
        Assert.StartsWith("full: ", await RefusalAsync(workspace.StoreAsync("y", null, Cancellation)), StringComparison.Ordinal);
        for (int round = 0; round < 20; round++)
        {
            Assert.Equal(half, await workspace.FetchAsync<byte[]>("x", cancellationToken: Cancellation).Soon());
            await workspace.StoreAsync("x", half, Cancellation).Soon();
        }
        await workspace.DeleteVarAsync("x", Cancellation).Soon();
        await workspace.StoreAsync("y", new byte[1000 - 64 - 3], Cancellation).Soon();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ValuesOfAVariable(bool durable)
    {
        await using var server = await TestServer.StartAsync(Options(durable) with { MaxVariableValues = 3 });
        await using var client = await server.ConnectAsync();
        var workspace = await OpenAsync(client, durable);
        for (int number = 0; number < 3; number++) await workspace.StoreAsync("x", number, Cancellation).Soon();
        const string Refusal = "too_many: Variable 'x' of workspace 'w' may hold 3 values at most; fetch some, or raise the server's limit.";
        Assert.Equal(Refusal, await RefusalAsync(workspace.StoreAsync("x", 3, Cancellation)));
        await workspace.StoreAsync("y", "another variable", Cancellation).Soon();
        Assert.Equal(0, await workspace.FetchAsync<int>("x", cancellationToken: Cancellation).Soon());
        Assert.Equal(Refusal, await RefusalAsync(workspace.StoreAllAsync("x", [3, 4], cancellationToken: Cancellation)));
        await workspace.StoreAsync("x", 3, Cancellation).Soon();
        for (int number = 1; number < 4; number++) Assert.Equal(number, await workspace.FetchAsync<int>("x", cancellationToken: Cancellation).Soon());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RequestsThatWaitInAVariable(bool durable)
    {
        await using var server = await TestServer.StartAsync(Options(durable) with { MaxVariableWaiters = 2 });
        await using var client = await server.ConnectAsync();
        var workspace = await OpenAsync(client, durable);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var first = workspace.FetchAsync<int>("x", cancellationToken: cancel.Token);
        var second = workspace.FetchAsync<int>("x", cancellationToken: Cancellation);
        string refusal = await RefusalAsync(workspace.FindAsync("x", cancellationToken: Cancellation));
        Assert.StartsWith("too_many: ", refusal, StringComparison.Ordinal);
        Assert.Contains("'x' of workspace 'w'", refusal, StringComparison.Ordinal);
        Assert.Null(await workspace.FetchTryAsync("x", Cancellation).Soon());
        var elsewhere = workspace.FetchAsync<int>("y", cancellationToken: Cancellation);

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first.Soon());
        var third = workspace.FetchAsync<int>("x", cancellationToken: Cancellation);
        foreach (int number in (int[])[1, 2]) await workspace.StoreAsync("x", number, Cancellation).Soon();
        await workspace.StoreAsync("y", 3, Cancellation).Soon();
        int[] served = await Task.WhenAll(second, third, elsewhere).Soon();
        Assert.Equal([1, 2, 3], served);
    }

    private NwsServerOptions Options(bool durable) => new() { Data = durable ? _folder.File : null };

    private static Task<NetWorkSpace> OpenAsync(NwsServer client, bool durable) => client.OpenWsAsync("w", persistent: durable, cancellationToken: Cancellation).Soon();

    private static async Task<string> RefusalAsync(Task request)
    {
        var refusal = await Assert.ThrowsAnyAsync<NwsOperationException>(() => request.Soon());
        return $"{refusal.Code}: {refusal.Message}";
    }
}
