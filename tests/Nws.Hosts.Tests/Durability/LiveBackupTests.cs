using Nws.Hosts.Tests.Cli;
using Nws.TestKit;

namespace Nws.Hosts.Tests.Durability;

/// <summary>Copies and checks of a data file while many clients change it: each copy is the state of one moment.</summary>
public sealed class LiveBackupTests : IDisposable
{
    private const int Writers = 4;
    private const int Copies = 4;

    private readonly NwsCommandLine _nws = new();
    private readonly int[] _sent = new int[Writers];
    private readonly int[] _acknowledged = new int[Writers];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _nws.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task CopiesOfAServerUnderWrites_AreStatesOfOneMoment(bool fromAfar)
    {
        string data = Path.Combine(_nws.Folder, "data.db");
        await using var server = new MortalServer(data, "--durability", "relaxed", "--large-value", "2000");
        await server.StartAsync();
        using var end = new CancellationTokenSource();
        var writers = Enumerable.Range(0, Writers).Select(number => WriteAsync(server, number, end.Token)).ToList();
        await Eventually.TrueAsync(() => _acknowledged.All(count => count > 5), "all write");
        for (int number = 0; number < Copies; number++)
        {
            string copy = Path.Combine(_nws.Folder, $"copy{number}.db");
            int[] before = [.. _acknowledged];
            string[] backup = fromAfar ? ["backup", "--server", server.Address, copy] : ["backup", data, copy];
            Assert.Equal((0, "", ""), (await _nws.RunAsync(backup)).All);
            int[] after = [.. _sent];
            var verify = fromAfar ? await _nws.RunAsync("verify", "--server", server.Address) : await _nws.RunAsync("verify", data);
            Assert.Equal((0, ""), (verify.ExitCode, verify.Errors));
            Assert.EndsWith("The file is sound.\n", verify.Output, StringComparison.Ordinal);
            Assert.Contains("kept x0 fifo", string.Join(' ', verify.Output.Split(' ', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
            await CheckAsync(copy, before, after);
        }
        await end.CancelAsync();
        await Task.WhenAll(writers).Soon();
        Assert.Empty(Directory.GetFiles(_nws.Folder, "*-partial").Concat(Directory.GetFiles(_nws.Folder, "*served*")));
    }

    [Fact]
    public async Task ServerWithoutADataFile_SaysSo()
    {
        await using var server = await TestServer.StartAsync();
        var refused = await _nws.RunAsync("backup", "--server", server.Endpoint.ToString(), Path.Combine(_nws.Folder, "copy.db"));
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains("has no data file", refused.Errors, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_nws.Folder, "copy*"));
        Assert.Contains("has no data file", (await _nws.RunAsync("verify", "--server", server.Endpoint.ToString())).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DamageOfAServersFile_IsToldFromAfar()
    {
        string data = Path.Combine(_nws.Folder, "data.db");
        await using var server = await TestServer.StartAsync(new Server.NwsServerOptions { Data = data });
        await using var client = await server.ConnectAsync();
        var workspace = await client.OpenWsAsync("kept", persistent: true, cancellationToken: Cancellation).Soon();
        for (int i = 0; i < 2000; i++) await workspace.StoreAsync("x", new string('v', 5000), Cancellation).Soon();
        // The file has most of them by now, the log the rest.
        await using (var file = new FileStream(data, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite))
        {
            file.Position = file.Length / 2;
            file.Write("damaged"u8);
        }
        var verify = await _nws.RunAsync("verify", "--server", server.Endpoint.ToString());
        Assert.Equal(6, verify.ExitCode);
        Assert.Contains("damaged", verify.Errors, StringComparison.Ordinal);
        var backup = await _nws.RunAsync("backup", "--server", server.Endpoint.ToString(), Path.Combine(_nws.Folder, "copy.db"));
        Assert.NotEqual(0, backup.ExitCode);
        Assert.Contains("damaged", backup.Errors, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_nws.Folder, "copy*"));
    }

    /// <summary>
    /// Each stores 0, 1, 2, ... into a variable of its own, some of them large; and when that is answered the same into <c>behind</c>, so that at no moment anything is there that is not in its own variable.
    /// </summary>
    private async Task WriteAsync(MortalServer server, int writer, CancellationToken end)
    {
        await using var client = await server.ConnectAsync();
        var workspace = await client.OpenWsAsync("kept", persistent: true, cancellationToken: Cancellation);
        for (int number = 0; !end.IsCancellationRequested; number++)
        {
            _sent[writer] = number + 1;
            await workspace.StoreAsync($"x{writer}", $"{number} {new string('v', number % 5 == 0 ? 5000 : 50)}", Cancellation);
            await workspace.StoreAsync($"behind{writer}", number, Cancellation);
            _acknowledged[writer] = number + 1;
        }
    }

    private static async Task CheckAsync(string copy, int[] before, int[] after)
    {
        await using var restored = await TestServer.StartAsync(new Server.NwsServerOptions { Data = copy });
        await using var client = await restored.ConnectAsync();
        var workspace = await client.UseWsAsync("kept", create: false, cancellationToken: Cancellation).Soon();
        for (int writer = 0; writer < Writers; writer++)
        {
            var (values, behind) = (new List<int>(), new List<int>());
            await foreach (string value in workspace.IFindTry<string>($"x{writer}")) values.Add(int.Parse(value.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture));
            await foreach (int value in workspace.IFindTry<int>($"behind{writer}")) behind.Add(value);
            Assert.Equal(Enumerable.Range(0, values.Count), values);
            Assert.Equal(Enumerable.Range(0, behind.Count), behind);
            Assert.InRange(behind.Count, before[writer], after[writer]);
            Assert.InRange(values.Count - behind.Count, 0, 1);
        }
    }
}
