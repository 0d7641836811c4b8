using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Nws.Server.Engine;
using Nws.Server.Loop;
using Nws.Server.Tests.Loop;
using Nws.TestKit;

namespace Nws.Server.Tests.Persistence;

/// <summary>A disk that is full: values are refused, nothing acknowledged is lost, values go out, and stores go on when there is space.</summary>
public sealed class DiskFullTests : IDisposable
{
    private const int ValueBytes = 1 << 18;

    private readonly DataFolder _folder = new();
    private bool _mounted;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        if (_mounted) Run("umount", "-l", _folder.In("disk"));
        _folder.Dispose();
    }

    [Fact]
    public async Task FileAtItsLimit_CatchesAStore_RefusesTheNext_AndGoesOn()
    {
        var journal = JournalScript.Open(_folder.File, out var state);
        using (var loop = new EngineLoop(new WorkspaceEngine(new EngineOptions(), state), new FakeTimeProvider(), NullLogger.Instance,
            new GroupCommit(journal, NullLogger.Instance, TimeSpan.FromMilliseconds(300))))
        {
            var session = await loop.PostAsync((engine, _, _) => engine.Connect("test", confirms: true)).Soon();
            var client = new LoopClient(session, null);
            session.Tag = client;
            uint request = 0;
            Task<string> Ask(EngineCommand command, string? expected)
            {
                loop.Enqueue(command);
                loop.Run();
                return client.HearsAsync(command.Request!.Value, expected);
            }
            Store Value(string text) => new(session, ++request, "kept", "x", Encoding.UTF8.GetBytes(text));
            await Ask(new OpenWorkspace(session, ++request, "kept", Create: true, Persistent: true), null);
            await Ask(Value("first"), "done");
            journal.LimitPages(60);

            Assert.Contains("not certain", await Ask(Value(new string('v', 400_000)), "Storage"));
            Assert.Contains("nothing was done: the disk is full", await Ask(Value("second"), "Storage"));
            journal.LimitPages(60_000);
            await Eventually.TrueAsync(async () => await Ask(Value("third"), null) == "done");
        }
        Assert.Matches(@"stored: \[0\]firstx0@\d+ \[1\]v{400000}x0@\d+ \[2\]thirdx0@\d+$", JournalScript.Read(_folder.File));
    }

    [Fact]
    public async Task SmallDisk_WhenFull_RefusesAllThatComes_LetsAllOut_LosesNothing_AndGoesOnByItself()
    {
        string disk = _folder.In("disk");
        Directory.CreateDirectory(disk);
        _mounted = Run("mount", "-t", "tmpfs", "-o", "size=40m", "tmpfs", disk);
        // Who may not mount has the test above, and StorageRefusalTests: the same with a journal that says so.
        if (!_mounted) return;
        string file = Path.Combine(disk, "data.db");
        await using (var server = await TestServer.StartAsync(new NwsServerOptions { Data = file }))
        {
            await using var client = await server.ConnectAsync();
            var (kept, other) = (await OpenAsync(client, "kept"), await OpenAsync(client, "other"));
            var loose = await client.OpenWsAsync("loose", cancellationToken: Cancellation).Soon();
            await other.StoreAsync("y", "other", Cancellation).Soon();
            await kept.StoreAsync("task", "task", Cancellation).Soon();
            var lease = await kept.FetchLeaseAsync("task", cancellationToken: Cancellation).Soon();
            await kept.StoreAsync("small", 1, Cancellation).Soon();
            int stored = await FillAsync(kept);
            Assert.InRange(stored, 20, 160);

            string[] refused = await Task.WhenAll(
                RefusalAsync(kept.StoreAsync("x", 1, Cancellation)),
                RefusalAsync(kept.StoreAsync("x", new byte[8_000_000], Cancellation)),
                RefusalAsync(kept.StoreAsync("x", 1, new StoreOptions { Delay = TimeSpan.FromHours(1) }, Cancellation)),
                RefusalAsync(kept.StoreAllAsync("x", new[] { 1, 2 }, cancellationToken: Cancellation)),
                RefusalAsync(kept.DeclareAsync("new", VariableMode.Lifo, Cancellation)),
                RefusalAsync(lease.CompleteAsync(Cancellation, (loose, "result", 1), (kept, "result", 1))),
                RefusalAsync(lease.BuryAsync("why", Cancellation)));
            Assert.All(refused, refusal => Assert.Equal($"storage: {Full("kept")}", refusal));
            Assert.Equal($"storage: {Full("further")}", await RefusalAsync(client.OpenWsAsync("further", persistent: true, cancellationToken: Cancellation)));

            await loose.StoreAsync("x", "in memory", Cancellation).Soon();
            Assert.Equal("in memory", await loose.FetchAsync<string>("x", cancellationToken: Cancellation).Soon());
            Assert.Equal(ValueBytes, (await kept.FindAsync<byte[]>("x", cancellationToken: Cancellation).Soon()).Length);
            var listed = await kept.ListVarsAsync(Cancellation).Soon();
            Assert.Equal(["task 0", $"x {stored}"], listed.Where(variable => variable.Name is "x" or "task").Select(variable => $"{variable.Name} {variable.ValueCount}"));
            Assert.DoesNotContain(listed, variable => variable.Name is "new" or "result");

            await lease.CompleteAsync(Cancellation, (loose, "result", 1)).Soon();
            Assert.Equal(ValueBytes, (await kept.FetchAsync<byte[]>("x", cancellationToken: Cancellation).Soon()).Length);
            await client.DeleteWsAsync("other", Cancellation).Soon();
            await kept.DeleteVarAsync("small", Cancellation).Soon();
            Assert.Equal(stored - 1, (await kept.ListVarsAsync(Cancellation).Soon()).Single(variable => variable.Name == "x").ValueCount);
            for (int i = 1; i < stored; i++) Assert.Equal(ValueBytes, (await kept.FetchAsync<byte[]>("x", cancellationToken: Cancellation).Soon()).Length);

            await Eventually.TrueAsync(() => StoresAsync(kept, "y", ValueBytes), "there is room again");
            await Eventually.TrueAsync(() => Task.FromResult(Run("mount", "-o", "remount,size=60m", disk)));
            await Eventually.TrueAsync(() => StoresAsync(kept, "y", 8 * ValueBytes), "there is more room");
        }
        var report = NwsDataFile.Verify(file);
        Assert.Empty(report.Faults);
        Assert.Equal(["kept task 1-1", "kept x 0", "kept y 2"], report.Variables.Where(variable => variable.Name != "small").Select(Line));
    }

    private static string Full(string workspace) =>
        $"Persistent workspace '{workspace}' takes nothing more, nothing was done: the disk of the server is full. Values can be fetched and deleted.";

    private static string Line(NwsDataVariable variable) => variable.Name switch
    {
        "task" => $"{variable.Workspace} task {variable.Stored}-{variable.Fetched}",
        _ => $"{variable.Workspace} {variable.Name} {variable.Present}",
    };

    /// <summary>Stores ever smaller values until not even the smallest is taken, and no more room comes when the log is copied into the file.</summary>
    /// <returns>How many of the large ones were taken.</returns>
    private static async Task<int> FillAsync(NetWorkSpace workspace)
    {
        int stored = 0;
        while (await StoresAsync(workspace, "x", ValueBytes)) stored++;
        foreach (int size in (int[])[1 << 15, 1 << 12, 1])
        {
            while (await StoresAsync(workspace, "small", size)) { }
        }
        // The server looks at the disk ten times a second, and nothing is written any more.
        var quiet = Stopwatch.StartNew();
        await Eventually.TrueAsync(async () =>
        {
            if (await StoresAsync(workspace, "small", 1)) quiet.Restart();
            return quiet.ElapsedMilliseconds > 500;
        });
        return stored;
    }

    private static async Task<bool> StoresAsync(NetWorkSpace workspace, string variable, int bytes)
    {
        try
        {
            await workspace.StoreAsync(variable, new byte[bytes], Cancellation).Soon();
            return true;
        }
        catch (NwsOperationException refusal)
        {
            Assert.Equal($"storage: {Full(workspace.Name)}", $"{refusal.Code}: {refusal.Message}");
            return false;
        }
    }

    /// <summary>What a client is told; what was done although it was to be refused says so.</summary>
    private static async Task<string> RefusalAsync(Task change)
    {
        try
        {
            await change.Soon();
            return "done";
        }
        catch (NwsOperationException refusal)
        {
            return $"{refusal.Code}: {refusal.Message}";
        }
    }

    private static Task<NetWorkSpace> OpenAsync(NwsServer client, string name) => client.OpenWsAsync(name, persistent: true, cancellationToken: Cancellation).Soon();

    private static bool Run(string command, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
