using FsCheck;
using FsCheck.Fluent;
using Nws.TestKit;

namespace Nws.Server.Tests.Sessions;

/// <summary>Whatever a client sends, the server lives, the session ends with the client, and nothing of it stays behind.</summary>
public class FuzzTests
{
    private static readonly Config Thorough = Config.QuickThrowOnFailure.WithMaxTest(3000).WithEndSize(200).WithQuietOnSuccess(true);

    private static readonly byte[] Hello = RawClient.Encode(0, 1, "hello", new object[] { new { protocol = 1, confirm = true } });

    private static readonly byte[][] Requests =
    [
        RawClient.Encode(0, 2, "open", new object[] { "a", new { persistent = false } }),
        RawClient.Encode(0, 3, "use", new object[] { "b", new { create = true } }),
        RawClient.Encode(0, 4, "store", new object[] { "a", "x", new object?[] { 1, "two", 3.0, null, new byte[40] } }),
        RawClient.Encode(0, 5, "find", new object[] { "a", "x", new { timeout = 0.5 } }),
        RawClient.Encode(0, 6, "fetch", new object[] { "a", new[] { "x", "y" }, new { lease = true } }),
        RawClient.Encode(0, 7, "fetch", new object[] { "b", "z" }),
        RawClient.Encode(0, 8, "fetch", new object[] { "a", "x", new { after = new object[] { 0, -1 }, timeout = 0 } }),
        RawClient.Encode(0, 9, "complete", new object[] { 1, new object[] { new object[] { "a", "y", 5 }, new object[] { "b", "z", 6 } } }),
        RawClient.Encode(0, 10, "release", new object[] { 2 }),
        RawClient.Encode(0, 11, "declare", new object[] { "a", "m", "multi" }),
        RawClient.Encode(0, 12, "cancel", new object[] { 7 }),
        RawClient.Encode(0, 13, "mktemp", new object[] { "t%04d" }),
        RawClient.Encode(0, 14, "listWss", new object[] { new { variables = true } }),
        RawClient.Encode(0, 15, "listVars", new object[] { "a" }),
        RawClient.Encode(0, 16, "deleteVar", new object[] { "a", "x" }),
        RawClient.Encode(0, 17, "deleteWs", new object[] { "b" }),
        RawClient.Encode(2, "confirm", new object[] { 1, 2, 3 }),
        RawClient.Encode(2, "cancel", new object[] { 7 }),
    ];

    private static readonly Gen<byte> AnyByte = Gen.Choose(0, 255).Select(number => (byte)number);

    private static readonly Gen<byte[]> Garbage = AnyByte.ArrayOf();

    private static readonly Gen<byte[]> Conversation =
        Gen.Elements(Requests).ListOf().Select(requests => requests.SelectMany(bytes => bytes).ToArray());

    [Fact]
    public Task Garbage_InsteadOfHello_LeavesNothingBehind() => AgainstOneServerAsync(Garbage);

    [Fact]
    public Task Garbage_BehindHello_LeavesNothingBehind() => AgainstOneServerAsync(Garbage.Select(bytes => (byte[])[.. Hello, .. bytes]));

    [Fact]
    public Task ValidMessages_InAnyOrder_LeaveNothingBehind() =>
        AgainstOneServerAsync(Conversation.Select(bytes => (byte[])[.. Hello, .. bytes]));

    [Fact]
    public Task ValidMessages_WithBytesChanged_LeaveNothingBehind() => AgainstOneServerAsync(
        from bytes in Conversation
        from changes in Gen.Choose(0, 1_000_000).Zip(AnyByte).ListOf()
        select (byte[])[.. Hello, .. Changed(bytes, changes.Take(5))]);

    [Fact]
    public Task ValidMessages_WithBytesMissing_LeaveNothingBehind() => AgainstOneServerAsync(
        from bytes in Conversation
        from start in Gen.Choose(0, bytes.Length)
        from length in Gen.Choose(0, 20)
        select (byte[])[.. Hello, .. bytes[..start], .. bytes[Math.Min(bytes.Length, start + length)..]]);

    private static byte[] Changed(byte[] bytes, IEnumerable<(int Place, byte Value)> changes)
    {
        byte[] changed = [.. bytes];
        foreach (var (place, value) in changes)
        {
            if (changed.Length > 0) changed[place % changed.Length] = value;
        }
        return changed;
    }

    private static async Task AgainstOneServerAsync(Gen<byte[]> streams)
    {
        await using var server = new PipeServer(new NwsServerOptions { MaxValueBytes = 100_000, Seed = 1 });
        var nothingStays = Prop.ForAll(streams.ToArbitrary(), stream => SendAsync(server, stream));
        await Task.Run(() => nothingStays.Check(Thorough), TestContext.Current.CancellationToken);

        await using var healthy = await server.ConnectOpenedAsync();
        Assert.Null((await healthy.CallAsync("store", "ws", "x", 1)).Code);
        Assert.Equal(1, (await healthy.CallAsync("fetch", "ws", "x")).Result[0].To<int>());
    }

    /// <summary>Sends the bytes, reads to the end, and looks whether anything still waits.</summary>
    private static async Task<bool> SendAsync(PipeServer server, byte[] stream)
    {
        var client = server.Connect();
        await client.SendBytesAsync(stream);
        await client.EndSendingAsync();
        while (await client.ReceiveFrameAsync() is not null)
        {
        }
        await server.EndOfAsync(client);
        server.Forget(client);
        return await server.WaitersAsync() == 0;
    }
}
