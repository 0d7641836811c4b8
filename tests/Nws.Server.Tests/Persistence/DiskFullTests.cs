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
    public async Task SmallDisk_RefusesValuesWhenFull_LetsThemOut_AndLosesNone()
    {
        string disk = _folder.In("disk");
        Directory.CreateDirectory(disk);
        _mounted = Run("mount", "-t", "tmpfs", "-o", "size=40m", "tmpfs", disk);
        // Who may not mount has the test above: the same at the file's own limit.
        if (!_mounted) return;
        string file = Path.Combine(disk, "data.db");
        int stored = 0;
        await using (var server = await TestServer.StartAsync(new NwsServerOptions { Data = file }))
        {
            await using var client = await server.ConnectAsync();
            var workspace = await client.OpenWsAsync("kept", persistent: true, cancellationToken: Cancellation).Soon();
            async Task<bool> StoresAsync(string variable, int bytes)
            {
                try
                {
                    await workspace.StoreAsync(variable, new byte[bytes], Cancellation).Soon();
                    return true;
                }
                catch (NwsOperationException refusal) when (refusal.Code == "storage")
                {
                    Assert.Contains("the disk of the server is full", refusal.Message);
                    return false;
                }
            }
            while (await StoresAsync("x", ValueBytes)) stored++;
            Assert.InRange(stored, 5, 160);
            // The log that is copied into the file meanwhile may make room for a few more.
            await Eventually.TrueAsync(async () => !await StoresAsync("y", ValueBytes), "another variable has no room either");
            Assert.Equal(ValueBytes, (await workspace.FetchAsync<byte[]>("x", cancellationToken: Cancellation).Soon()).Length);

            await workspace.DeleteVarAsync("x", Cancellation).Soon();
            await Eventually.TrueAsync(() => StoresAsync("y", ValueBytes), "there is room again");
            await Eventually.TrueAsync(() => Task.FromResult(Run("mount", "-o", "remount,size=60m", disk)));
            await Eventually.TrueAsync(() => StoresAsync("y", 8 * ValueBytes), "there is more room");
        }
        var report = NwsDataFile.Verify(file);
        Assert.Empty(report.Faults);
        Assert.Equal(["y"], report.Variables.Select(variable => variable.Name));
        Assert.InRange(report.Variables[0].Present, 2, 100);
    }

    private static bool Run(string command, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
