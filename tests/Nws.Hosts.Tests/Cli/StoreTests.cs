using System.Numerics;
using Nws.TestKit;

namespace Nws.Hosts.Tests.Cli;

public sealed class StoreTests : IAsyncLifetime
{
    private ServerFixture _server = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await ServerFixture.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("red")]
    [InlineData("")]
    [InlineData("-5")]
    [InlineData("@here")]
    [InlineData("[directive]")]
    [InlineData("größer als ♥ 😀")]
    public async Task Store_Text_IsStoredAsItIs(string text)
    {
        var result = await _server.RunAsync("store", "shop", "v", text);

        Assert.Equal((0, "", ""), result.All);
        Assert.Equal(NwsValue.From(text), await StoredAsync());
    }

    [Fact]
    public async Task Store_WordLikeAnOptionBehindDashes_IsAValue()
    {
        await _server.RunAsync("store", "shop", "v", "--", "--json");

        Assert.Equal(NwsValue.From("--json"), await StoredAsync());
    }

    [Fact]
    public async Task Store_StandardInput_IsStoredToItsEnd()
    {
        await _server.CommandLine.RunWithInputAsync("two\nlines\n"u8.ToArray(), "store", "shop", "v");
        await _server.CommandLine.RunWithInputAsync("more"u8.ToArray(), "store", "shop", "v", "-");

        Assert.Equal(NwsValue.From("two\nlines\n"), await StoredAsync());
        Assert.Equal(NwsValue.From("more"), await StoredAsync());
    }

    [Fact]
    public async Task Store_StandardInputThatIsNoText_IsRefusedWithTheRemedy()
    {
        var result = await _server.CommandLine.RunWithInputAsync([0xff, 0xfe], "store", "shop", "v");

        Assert.Equal((2, "", "nws: Standard input is not text in UTF-8. To store it as bytes, say --file -.\n"), result.All);
        Assert.Empty(await _server.Workspace.ListVarsAsync(Cancellation));
    }

    [Fact]
    public async Task Store_Json_KeepsKindsAndOrder()
    {
        const string Json = """{"z": [1, 2.0, -3e2, null, true], "a": {"big": 123456789012345678901234567890, "text": "ü\n"}}""";

        await _server.RunAsync("store", "shop", "v", "--json", Json);

        var expected = new Dictionary<string, object?>
        {
            ["z"] = new object?[] { 1, 2.0, -300.0, null, true },
            ["a"] = new Dictionary<string, object> { ["big"] = BigInteger.Parse("123456789012345678901234567890"), ["text"] = "ü\n" },
        };
        var stored = await StoredAsync();
        Assert.Equal(NwsValue.From(expected), stored);
        Assert.Equal(["z", "a"], stored.Entries.Select(entry => entry.Key.To<string>()));
    }

    [Theory]
    [InlineData("{a: 1}")]
    [InlineData("1e999")]
    [InlineData("")]
    [InlineData("""{"a": 1, "a": 2}""")]
    public async Task Store_WrongJson_IsRefused(string json)
    {
        var result = await _server.RunAsync("store", "shop", "v", "--json", json);

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.StartsWith("nws: The ", result.Errors, StringComparison.Ordinal);
        Assert.Empty(await _server.Workspace.ListVarsAsync(Cancellation));
    }

    [Fact]
    public async Task Store_FileOrItsStandardInput_StoresBytes()
    {
        byte[] bytes = [.. Enumerable.Range(0, 100_000).Select(i => (byte)(i * 7))];
        await File.WriteAllBytesAsync(Path.Combine(_server.CommandLine.Folder, "data"), bytes, Cancellation);
        _server.CommandLine.Write("empty", "");

        var results = new[]
        {
            await _server.RunAsync("store", "shop", "v", "--file", "data"),
            await _server.CommandLine.RunWithInputAsync(bytes, "store", "shop", "v", "--file", "-"),
            await _server.RunAsync("store", "shop", "v", "--file", "empty"),
        };

        Assert.All(results, result => Assert.Equal((0, "", ""), result.All));
        Assert.Equal(bytes, (await StoredAsync()).To<byte[]>());
        Assert.Equal(bytes, (await StoredAsync()).To<byte[]>());
        Assert.Equal(NwsValue.From(Array.Empty<byte>()), await StoredAsync());
    }

    [Fact]
    public async Task Store_FileThatIsNotThere_FailsNamingIt()
    {
        var result = await _server.RunAsync("store", "shop", "v", "--file", "nowhere");

        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Contains("nowhere", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Store_IntoNewWorkspace_OutlivesTheCommand()
    {
        await _server.RunAsync("store", "new", "v", "kept");

        var find = await _server.RunAsync("find", "new", "v", "--try");

        Assert.Equal((0, "kept\n", ""), find.All);
    }

    [Fact]
    public async Task Store_WithoutServer_ExitsWith3()
    {
        _server.CommandLine.Variables[NwsEndpoint.ServerVariable] = "127.0.0.1:1";

        var result = await _server.RunAsync("store", "shop", "v", "x");

        Assert.Equal((3, ""), (result.ExitCode, result.Output));
        Assert.Contains("No Nws server answers at 127.0.0.1:1", result.Errors, StringComparison.Ordinal);
    }

    private Task<NwsValue> StoredAsync() => _server.Workspace.FetchAsync("v", TimeSpan.Zero, Cancellation).Soon();
}
