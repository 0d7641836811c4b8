using Nws.Server;
using Nws.TestKit;

namespace Nws.Hosts.Tests.Cli;

public sealed class DataFileTests : IDisposable
{
    private readonly NwsCommandLine _nws = new();

    private string Data => Path.Combine(_nws.Folder, "nws.db");

    public void Dispose() => _nws.Dispose();

    [Theory]
    [InlineData("full")]
    [InlineData("relaxed")]
    public async Task Serve_WithDataFile_HasAfterARestartWhatWasStored(string durability)
    {
        await using (var serve = await ServeAsync("--data", Data, "--durability", durability))
        {
            Assert.Equal((0, "", ""), (await _nws.RunAsync("store", "__default", "colour", "red")).All);
            Assert.Equal((0, "", ""), (await _nws.RunAsync("store", "loose", "colour", "blue")).All);
            Assert.Equal((0, "", ""), (await _nws.RunAsync("store", "kept", "colour", "green", "--persistent")).All);
        }
        // The file may be named by the environment, too.
        _nws.Variables["NWS_DATA"] = Data;
        await using (var serve = await ServeAsync())
        {
            Assert.Equal((0, "red\n", ""), (await _nws.RunAsync("fetch", "__default", "colour")).All);
            Assert.Equal((0, "green\n", ""), (await _nws.RunAsync("find", "kept", "colour")).All);
            Assert.DoesNotContain("loose", (await _nws.RunAsync("list")).Output, StringComparison.Ordinal);
            await serve.SignalAsync("TERM");
            Assert.Equal(0, (await serve.EndAsync()).ExitCode);
        }
        Assert.False(File.Exists(Data + "-wal"));
    }

    [Fact]
    public async Task Serve_OnAFileInUse_SaysSoAndExitsWith6()
    {
        await using var server = await TestServer.StartAsync(new NwsServerOptions { Data = Data });
        var refused = await _nws.RunAsync("serve", "--port", "0", "--web-port", "0", "--data", Data);
        Assert.Equal((6, "", $"nws: The data file '{Data}' is in use by another server; stop that one, or name another file.\n"), refused.All);
    }

    [Fact]
    public async Task DamagedFile_IsReportedByServeVerifyAndBackup()
    {
        await using (var server = await TestServer.StartAsync(new NwsServerOptions { Data = Data }))
        {
            await using var client = await server.ConnectAsync();
            var workspace = await client.OpenWsAsync("kept", persistent: true, cancellationToken: TestContext.Current.CancellationToken).Soon();
            for (int i = 0; i < 100; i++) await workspace.StoreAsync("x", new string('v', 1000), TestContext.Current.CancellationToken).Soon();
        }
        Assert.Equal(0, (await _nws.RunAsync("verify", Data)).ExitCode);
        byte[] bytes = await File.ReadAllBytesAsync(Data, TestContext.Current.CancellationToken);
        bytes[bytes.AsSpan().LastIndexOf("vvvv"u8)] ^= 1;
        await File.WriteAllBytesAsync(Data, bytes, TestContext.Current.CancellationToken);

        var serve = await _nws.RunAsync("serve", "--port", "0", "--web-port", "0", "--data", Data);
        Assert.Equal(6, serve.ExitCode);
        Assert.Contains("is damaged, in variable 'x' of workspace 'kept'", serve.Errors, StringComparison.Ordinal);
        var verify = await _nws.RunAsync("verify", Data);
        Assert.Equal(6, verify.ExitCode);
        Assert.EndsWith("The file is damaged.\n", verify.Output, StringComparison.Ordinal);
        Assert.Matches(@"^nws: Value \d+ is damaged, in variable 'x' of workspace 'kept'\.\n$", verify.Errors);
        var backup = await _nws.RunAsync("backup", Data, Data + ".copy");
        Assert.Equal(6, backup.ExitCode);
        Assert.Contains("no copy was made", backup.Errors, StringComparison.Ordinal);
        Assert.Equal(["nws.db", "nws.db-lock"], Directory.GetFiles(_nws.Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Backup_OfARunningServer_IsAFileAnotherServerStartsWith()
    {
        string copy = Data + ".copy";
        await using var server = await TestServer.StartAsync(new NwsServerOptions { Data = Data });
        await using var client = await server.ConnectAsync();
        var workspace = await client.OpenWsAsync("kept", persistent: true, cancellationToken: TestContext.Current.CancellationToken).Soon();
        await workspace.StoreAsync("x", "before", TestContext.Current.CancellationToken).Soon();
        Assert.Equal((0, "", ""), (await _nws.RunAsync("backup", Data, copy)).All);
        await workspace.StoreAsync("x", "after", TestContext.Current.CancellationToken).Soon();

        await using var other = await TestServer.StartAsync(new NwsServerOptions { Data = copy });
        await using var reader = await other.ConnectAsync();
        var restored = await reader.UseWsAsync("kept", cancellationToken: TestContext.Current.CancellationToken).Soon();
        Assert.Equal("before", await restored.FetchAsync<string>("x", cancellationToken: TestContext.Current.CancellationToken).Soon());
        Assert.Null(await restored.FetchTryAsync<string>("x", cancellationToken: TestContext.Current.CancellationToken).Soon());
    }

    private async Task<TestProcess> ServeAsync(params string[] options)
    {
        var serve = _nws.Start(["serve", "--port", "0", "--web-port", "0", .. options]);
        string line = await serve.FirstLineAsync();
        _nws.Variables[NwsEndpoint.ServerVariable] = line["nws: listening on ".Length..line.IndexOf(',', StringComparison.Ordinal)];
        return serve;
    }
}
