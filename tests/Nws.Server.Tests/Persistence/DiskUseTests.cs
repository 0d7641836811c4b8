using Nws.Server.Engine;
using Nws.Server.Persistence;

namespace Nws.Server.Tests.Persistence;

/// <summary>How much of the disk the data file takes, and what happens when there is no more.</summary>
public sealed class DiskUseTests : IDisposable
{
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(20_000, 20_000)]
    [InlineData(20_000, 100)]
    public void FileAndLog_WhenMostValuesHaveGone_AreAtMostAboutTwiceWhatIsLeft(int values, int everyKept)
    {
        const int Size = 500;
        using var journal = JournalScript.Open(_folder.File, out _);
        journal.Commit(JournalScript.Beginning);
        string text = new('v', Size);
        for (int first = 0; first < values; first += 1000) Commit(journal, Enumerable.Range(first, 1000).Select(number => JournalScript.Stored(number, text)));
        Assert.InRange(Length(""), 1, 2 * values * Size);

        var gone = Enumerable.Range(0, values).Where(number => number % everyKept != 0).Select(JournalScript.Fetched);
        foreach (var batch in gone.Chunk(1000)) Commit(journal, batch);

        long live = (long)values / everyKept * Size;
        long spare = 900 * 4096; // a megabyte of empty pages, and what has gone since they were counted
        Assert.InRange(Length(""), live, 2 * live + spare);
        Assert.InRange(Length("-wal"), 0, 20_000_000);
    }

    [Fact]
    public void QueueThatIsFilledAndEmptied_WithOneValueThatStays_DoesNotGrow()
    {
        using var journal = JournalScript.Open(_folder.File, out _);
        journal.Commit([.. JournalScript.Beginning, JournalScript.Stored(0)]);
        string text = new('v', 1000);
        for (int round = 0; round < 60; round++)
        {
            var numbers = Enumerable.Range(1 + round * 200, 200).ToList();
            Commit(journal, numbers.Select(number => JournalScript.Stored(number, text)));
            Commit(journal, numbers.Select(JournalScript.Fetched));
        }
        Assert.InRange(Length(""), 0, 3_000_000);
        journal.Dispose();
        Assert.EndsWith("12001 stored: [0]value 0x0", JournalScript.Read(_folder.File));
    }

    [Fact]
    public void FullFile_RefusesACommitAsAWhole_AndTakesItWhenThereIsRoom()
    {
        using var journal = JournalScript.Open(_folder.File, out _);
        journal.Commit([.. JournalScript.Beginning, JournalScript.Stored(0)]);
        journal.LimitPages(40);
        JournalRecord[] large = [JournalScript.Stored(1), JournalScript.Stored(2, new string('v', 200_000)), JournalScript.Delivered(0)];
        var full = Assert.Throws<NwsStorageException>(() => journal.Commit(large));
        Assert.StartsWith("the disk is full", full.Message);

        journal.Commit([JournalScript.Fetched(0)]);
        journal.LimitPages(4000);
        journal.Commit(large[..2]);
        journal.Dispose();
        Assert.EndsWith($"3 stored: [1]value 1x0 [2]{new string('v', 200_000)}x0", JournalScript.Read(_folder.File));
    }

    private static void Commit(SqliteJournal journal, IEnumerable<JournalRecord> records)
    {
        journal.Commit([.. records]);
        while (journal.Maintain()) { }
    }

    private long Length(string part) => new FileInfo(_folder.File + part) is { Exists: true } file ? file.Length : 0;
}
