using Nws.Server.Engine;
using Nws.Server.Persistence;

namespace Nws.Server.Tests.Persistence;

/// <summary>The data file from one start to the next.</summary>
public sealed class SqliteJournalTests : IDisposable
{
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Values_WrittenDeliveredAndFetched_AreReadBackWithTheirPlaceAndDeliveries()
    {
        using (var journal = JournalScript.Open(_folder.File, out var empty))
        {
            Assert.Empty(empty.Workspaces);
            journal.Commit([.. JournalScript.Beginning, JournalScript.Stored(0), JournalScript.Stored(1), JournalScript.Stored(2, "")]);
            journal.Commit([JournalScript.Delivered(0), JournalScript.Delivered(1), JournalScript.Fetched(0)]);
            journal.Commit([JournalScript.Delivered(1, deliveries: 2)]);
        }

        Assert.Equal("w of 'ann'\nw of 'ann': x #7 Fifo, 3 stored: [1]value 1x2 [2]x0", JournalScript.Read(_folder.File));
    }

    [Fact]
    public void NumbersOfVariablesAndLeases_AfterAStart_AreAboveAllEarlierOnes()
    {
        JournalScript.Make(_folder.File, values: 3);
        using (JournalScript.Open(_folder.File, out var second))
        {
            Assert.Equal((3, 1L << 32), (second.LastRow, second.FirstNumber));
        }
        using (JournalScript.Open(_folder.File, out var third)) Assert.Equal(2L << 32, third.FirstNumber);
    }

    [Fact]
    public void DeletedVariableAndWorkspace_AreGone()
    {
        using (var journal = JournalScript.Open(_folder.File, out _))
        {
            journal.Commit([.. JournalScript.Beginning, JournalScript.Stored(0), JournalScript.Stored(1), JournalScript.Delivered(1)]);
            journal.Commit([new VariableDeleted(JournalScript.Variable, [1, 2]), JournalScript.Fetched(1), new WorkspaceDeleted(1)]);
        }
        using (JournalScript.Open(_folder.File, out var state)) Assert.Equal((0, 0), (state.Workspaces.Count, state.LastRow));
        foreach (string table in (string[])["value", "delivery", "variable", "tally"]) Assert.Equal("0", Numbers($"SELECT count(*) FROM {table}"));
    }

    [Fact]
    public void CommitThatFails_WritesNothing_AndCanBeTriedAgain()
    {
        using var journal = JournalScript.Open(_folder.File, out _);
        journal.Commit(JournalScript.Beginning);
        journal.Step = step =>
        {
            if (step == "commit") throw new NwsStorageException("the disk failed");
        };
        JournalRecord[] records = [JournalScript.Stored(0), JournalScript.Delivered(0)];
        Assert.Throws<NwsStorageException>(() => journal.Commit(records));
        journal.Step = null;
        journal.Commit(records);
        journal.Commit([JournalScript.Fetched(0)]);
        journal.Dispose();

        Assert.Equal("w of 'ann'\nw of 'ann': x #7 Fifo, 1 stored: ", JournalScript.Read(_folder.File));
    }

    [Fact]
    public void SecondServer_OnTheSameFile_IsRefusedUntilTheFirstEnds()
    {
        using (JournalScript.Open(_folder.File, out _))
        {
            var refused = Assert.Throws<NwsStorageException>(() => JournalScript.Open(_folder.File, out _));
            Assert.Equal($"The data file '{_folder.File}' is in use by another server; stop that one, or name another file.", refused.Message);
        }
        JournalScript.Open(_folder.File, out _).Dispose();
    }

    [Fact]
    public void FileNamedByALink_IsTheSameFile()
    {
        JournalScript.Make(_folder.File, values: 1);
        File.CreateSymbolicLink(_folder.In("link.db"), _folder.File);
        using (var journal = JournalScript.Open(_folder.In("link.db"), out _))
        {
            journal.Commit([JournalScript.Stored(1)]);
            Assert.Throws<NwsStorageException>(() => JournalScript.Open(_folder.File, out _));
        }
        Assert.EndsWith("2 stored: [0]value 0x0 [1]value 1x0", JournalScript.Read(_folder.File));
    }

    [Fact]
    public void FileOfAnotherKind_IsRefusedAndLeftAlone()
    {
        File.WriteAllText(_folder.In("notes.txt"), new string('n', 10_000));
        var text = Assert.Throws<NwsStorageException>(() => JournalScript.Open(_folder.In("notes.txt"), out _));
        Assert.Contains("this is no data file of Nws", text.Message);
        Assert.Equal(new string('n', 10_000), File.ReadAllText(_folder.In("notes.txt")));

        using (var foreign = SqliteDatabase.Open(_folder.File, create: true)) foreign.Execute("CREATE TABLE cats(name TEXT)");
        var other = Assert.Throws<NwsStorageException>(() => JournalScript.Open(_folder.File, out _));
        Assert.Contains("another SQLite database", other.Message);
    }

    [Fact]
    public void FolderThatIsMissing_IsNamed()
    {
        string file = _folder.In("missing/data.db");
        var refused = Assert.Throws<NwsStorageException>(() => JournalScript.Open(file, out _));
        Assert.Contains($"The data file '{file}' cannot be used", refused.Message);
    }

    [Fact]
    public void OlderFile_IsBroughtUpToDateStepByStep()
    {
        JournalScript.Make(_folder.File, values: 2);
        var newer = new SqliteSchema("CREATE TABLE never(x)", "CREATE TABLE never(x)", "ALTER TABLE value ADD COLUMN colour TEXT DEFAULT 'grey'", "UPDATE value SET colour = colour || '!'");

        using (SqliteJournal.Open(_folder.File, NwsDurability.Full, out var state, newer)) Assert.Equal(2, state.Workspaces[0].Variables[0].Values.Count);

        Assert.Equal("4 grey!", Numbers("SELECT user_version || ' ' || (SELECT colour FROM value WHERE row = 2) FROM pragma_user_version"));
        var refused = Assert.Throws<NwsStorageException>(() => JournalScript.Open(_folder.File, out _));
        Assert.Contains("was written by a newer Nws: its version is 4, this one knows 2", refused.Message);
    }

    [Fact]
    public void UpgradeThatFails_LeavesTheFileAsItWas()
    {
        JournalScript.Make(_folder.File, values: 2);
        var broken = new SqliteSchema("", "", "ALTER TABLE value ADD COLUMN colour TEXT", "ALTER TABLE nothing ADD COLUMN x");
        Assert.Throws<NwsStorageException>(() => SqliteJournal.Open(_folder.File, NwsDurability.Full, out _, broken));
        Assert.EndsWith("2 stored: [0]value 0x0 [1]value 1x0", JournalScript.Read(_folder.File));
    }

    [Theory]
    [InlineData("PRAGMA journal_mode", "wal")]
    [InlineData("PRAGMA auto_vacuum", "2")]
    [InlineData("PRAGMA user_version", "2")]
    public void File_OfThisVersion_IsWhatItsDocumentationSays(string sql, string expected)
    {
        JournalScript.Make(_folder.File, values: 1);
        Assert.Equal(expected, Numbers(sql));
    }

    private string Numbers(string sql)
    {
        using var database = SqliteDatabase.Open(_folder.File);
        return database.Text(sql);
    }
}
