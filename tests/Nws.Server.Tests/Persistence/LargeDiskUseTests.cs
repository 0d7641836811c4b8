using System.Diagnostics;
using Nws.Server.Engine;
using Nws.Server.Persistence;
using Nws.TestKit;

namespace Nws.Server.Tests.Persistence;

/// <summary>How much of the disk large values take, alone and among small ones, while they come and go and are read.</summary>
public sealed class LargeDiskUseTests : IDisposable
{
    private const int Size = 2_000_000;

    /// <summary>What stands empty in a small file, and what is in it beside values.</summary>
    private const long Spare = 2_000_000;

    /// <summary>The log is copied when it has grown by 4 MB and begins anew when it has 16; a commit may come on top.</summary>
    private const long LongestLog = 16_500_000 + 4_200_000 + 2 * Size;

    private readonly DataFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private NwsServerOptions Options => new() { Data = _folder.File, LargeValueBytes = 1000, Durability = NwsDurability.Relaxed };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("fetched")]
    [InlineData("overwritten")]
    [InlineData("variable deleted")]
    [InlineData("workspace deleted")]
    public async Task LargeValuesThatHaveGone_LeaveTheFileWithinTwiceWhatIsLeft_AlthoughNothingHappensAnyMore(string how)
    {
        const int Gone = 10;
        await using var server = await TestServer.StartAsync(Options);
        await using var client = await server.ConnectAsync();
        var (stays, goes) = (await OpenAsync(client, "stays"), await OpenAsync(client, "goes"));
        await stays.StoreAsync("x", new byte[Size], Cancellation).Soon();
        if (how == "overwritten") await DeclareSinglesAsync(goes, Gone);
        for (int i = 0; i < Gone; i++) await goes.StoreAsync(how == "overwritten" ? $"x{i}" : "x", new byte[Size], Cancellation).Soon();
        Assert.InRange(Length("") + Length("-wal"), (Gone + 1) * Size, 2 * (Gone + 1) * Size + Spare);

        switch (how)
        {
            case "fetched": for (int i = 0; i < Gone; i++) await goes.FetchAsync("x", cancellationToken: Cancellation).Soon(); break;
            case "overwritten": for (int i = 0; i < Gone; i++) await goes.StoreAsync($"x{i}", "small", Cancellation).Soon(); break;
            case "variable deleted": await goes.DeleteVarAsync("x", Cancellation).Soon(); break;
            default: await client.DeleteWsAsync("goes", Cancellation).Soon(); break;
        }
        await Eventually.TrueAsync(() => Length("") <= 2 * Size + Spare, "what stands empty is given back");
        Assert.InRange(Length("-wal"), 0, LongestLog);
        Assert.Equal(Size, (await stays.FindAsync<byte[]>("x", cancellationToken: Cancellation).Soon()).Length);
    }

    [Fact]
    public async Task LargeAndSmallValues_StoredReturnedAndFetchedByMany_TakeAboutTwiceWhatIsThere_AllTheTime()
    {
        const int Clients = 4, Rounds = 60, Large = 300_000, Small = 2_000, Kept = 4;
        await using var server = await TestServer.StartAsync(Options with { LargeValueBytes = 10_000 });
        long most = 0;
        void Look()
        {
            long length = Length("") + Length("-wal");
            for (long known = most; length > known && Interlocked.CompareExchange(ref most, length, known) != known; known = most) { }
        }
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(number => ChurnAsync(server, number, Rounds, (Large, Small, Kept), Look)));

        long live = Clients * Kept * (Large + Small);
        Assert.InRange(most, live, 2 * (live + Clients * (Large + Small)) + Spare + LongestLog);
        await Eventually.TrueAsync(() => Length("") <= 2 * live + Spare, "what stands empty is given back");
        var report = NwsDataFile.Verify(_folder.File);
        Assert.Empty(report.Faults);
        Assert.Equal(Clients * 2 * Kept, report.Variables.Sum(variable => variable.Present));
    }

    [Fact]
    public async Task ReadersThatTakeTurns_DoNotKeepTheLogFromBeginningAnew()
    {
        using var journal = SqliteJournal.Open(_folder.File, NwsDurability.Relaxed, out _, disk: new DiskPolicy(1000, 0));
        var read = Enumerable.Range(0, 4).Select(number => Stored(number, 1_000_000)).ToList();
        journal.Commit([.. JournalScript.Beginning, .. read]);
        using var end = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 12).Select(number => Task.Run(async () =>
        {
            while (!end.IsCancellationRequested) await journal.Values.ReadAsync(new LargeValue(number % 4 + 1, 1_000_000));
        }, Cancellation)).ToList();
        long longest = 0;
        for (int number = 4; number < 400; number++)
        {
            Commit(journal, Stored(number, 300_000));
            Commit(journal, JournalScript.Fetched(number));
            longest = Math.Max(longest, Length("-wal"));
        }
        await end.CancelAsync();
        await Task.WhenAll(readers).Soon();
        // A reader that is held up by a busy machine costs a turn or two; without a pause the log has nearly all of the 118 MB that were written.
        Assert.InRange(longest, 0, 2 * LongestLog);
    }

    [Fact]
    public void LogThatIsLong_AfterACopyOrCheckWasMade_BecomesShortWithTheNextChanges()
    {
        using var journal = SqliteJournal.Open(_folder.File, NwsDurability.Relaxed, out _, disk: new DiskPolicy(1000, 0));
        journal.Commit([.. JournalScript.Beginning, Stored(0, Size)]);
        const int Rounds = 30;
        using (var copy = SqliteDatabase.Open(_folder.File))
        {
            copy.Execute("BEGIN");
            Assert.Equal(1, copy.Number("SELECT count(*) FROM value"));
            for (int number = 1; number <= Rounds; number++)
            {
                Commit(journal, Stored(number, Size));
                Commit(journal, JournalScript.Fetched(number));
            }
            // What the copy is to see must stay, so the log keeps what was written meanwhile, and no more.
            Assert.InRange(Length("-wal"), Rounds * Size, Rounds * Size * 11 / 10 + LongestLog);
            Assert.Equal(1, copy.Number("SELECT count(*) FROM value"));
        }
        var watch = Stopwatch.StartNew();
        for (int number = Rounds + 1; Length("-wal") > LongestLog; number++)
        {
            Assert.True(watch.Elapsed < TestDeadline.Limit, "The log stays long.");
            Commit(journal, Stored(number, 10));
            Commit(journal, JournalScript.Fetched(number));
        }
        Assert.InRange(Length(""), Size, 2 * Size + Spare);
    }

    /// <summary>Keeps so many values in a variable of large and one of small ones; each goes through a lease that is released once, so that its deliveries are counted.</summary>
    private static async Task ChurnAsync(TestServer server, int number, int rounds, (int Large, int Small, int Kept) of, Action look)
    {
        await using var client = await server.ConnectAsync();
        var workspace = await OpenAsync(client, $"w{number}");
        for (int round = 0; round < rounds; round++)
        {
            foreach (var (variable, size) in ((string, int)[])[("large", of.Large), ("small", of.Small)])
            {
                await workspace.StoreAsync(variable, new byte[size], Cancellation);
                if (round < of.Kept) continue;
                await (await workspace.FetchLeaseAsync(variable, cancellationToken: Cancellation)).ReleaseAsync(Cancellation);
                await (await workspace.FetchLeaseAsync(variable, cancellationToken: Cancellation)).CompleteAsync(Cancellation);
            }
            look();
            if (round % 10 != 0) continue;
            await workspace.StoreAsync("passing", new byte[of.Large], Cancellation);
            await workspace.DeleteVarAsync("passing", Cancellation);
        }
    }

    private static async Task DeclareSinglesAsync(NetWorkSpace workspace, int count)
    {
        for (int i = 0; i < count; i++) await workspace.DeclareAsync($"x{i}", VariableMode.Single, Cancellation).Soon();
    }

    private static JournalRecord Stored(int number, int size)
    {
        var bytes = new ValueBytes(new LargeValue(number + 1, size, new byte[size]));
        return new ValueStored(JournalScript.Variable, new StoredValue(bytes, number, 0, row: number + 1));
    }

    private static void Commit(SqliteJournal journal, JournalRecord record)
    {
        journal.Commit([record]);
        if (record is ValueStored { Value.Bytes.OnDisk: { } large }) large.Written();
        while (journal.Maintain()) { }
    }

    private static Task<NetWorkSpace> OpenAsync(NwsServer client, string name) => client.OpenWsAsync(name, persistent: true, cancellationToken: Cancellation).Soon();

    private long Length(string part) => new FileInfo(_folder.File + part) is { Exists: true } file ? file.Length : 0;
}
