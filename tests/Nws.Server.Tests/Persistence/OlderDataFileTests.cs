using System.Text;
using Nws.Server.Engine;
using Nws.Server.Persistence;

namespace Nws.Server.Tests.Persistence;

/// <summary>Data files as earlier versions wrote them, word for word.</summary>
public sealed class OlderDataFileTests : IDisposable
{
    private const string FirstVersion = """
        CREATE TABLE start(one INTEGER PRIMARY KEY CHECK (one = 1), number INTEGER NOT NULL, checksum INTEGER NOT NULL);
        CREATE TABLE workspace(id INTEGER PRIMARY KEY, name TEXT NOT NULL, owner TEXT NOT NULL, checksum INTEGER NOT NULL);
        CREATE TABLE variable(id INTEGER PRIMARY KEY, workspace INTEGER NOT NULL, name TEXT NOT NULL, mode TEXT NOT NULL, checksum INTEGER NOT NULL);
        CREATE TABLE tally(variable INTEGER PRIMARY KEY, stored INTEGER NOT NULL, fetched INTEGER NOT NULL, overwritten INTEGER NOT NULL, checksum INTEGER NOT NULL);
        CREATE TABLE value(row INTEGER PRIMARY KEY, variable INTEGER NOT NULL, position INTEGER NOT NULL, checksum INTEGER NOT NULL, bytes BLOB NOT NULL);
        CREATE TABLE delivery(row INTEGER PRIMARY KEY, count INTEGER NOT NULL, checksum INTEGER NOT NULL);
        PRAGMA application_id = 1316451140;
        PRAGMA user_version = 1;
        """;

    private const string SecondVersion = """
        ALTER TABLE value ADD COLUMN time INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE value ADD COLUMN priority INTEGER NOT NULL DEFAULT 0;
        PRAGMA user_version = 2;
        """;

    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void FileOfTheFirstVersion_KeepsItsValues_AndTakesPriorities()
    {
        WriteFirstVersion("old", "older");
        using (var journal = JournalScript.Open(_folder.File, out var state))
        {
            Assert.Equal("w of 'ann'\nw of 'ann': x #7 Fifo, 2 stored: [0]oldx0 [1]olderx0", KeptState.TextOf(state));
            journal.Commit([new ValueStored(JournalScript.Variable, new StoredValue("new"u8.ToArray(), 2, 0, row: 3, time: 5000, priority: -7))]);
        }

        Assert.Equal("w of 'ann'\nw of 'ann': x #7 Fifo, 3 stored: [0]oldx0 [1]olderx0 [2]newx0@5000!-7", JournalScript.Read(_folder.File));
    }

    [Fact]
    public void ValueOfTheFirstVersion_DamagedSince_IsFound()
    {
        WriteFirstVersion("old");
        JournalScript.Read(_folder.File);
        using (var database = SqliteDatabase.Open(_folder.File, create: false)) database.Execute("UPDATE value SET priority = 3");

        var refused = Assert.Throws<NwsStorageException>(() => JournalScript.Open(_folder.File, out _));
        Assert.Contains("Value 1 is damaged", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FileOfTheSecondVersion_KeepsTimesPrioritiesAndDeliveries_AndTakesTerms()
    {
        WriteSecondVersion();
        using (var journal = JournalScript.Open(_folder.File, out var state))
        {
            Assert.Equal("w of 'ann'\nw of 'ann': x #7 Fifo, 2 stored: [0]oldx0 [1]olderx3@4000!5", KeptState.TextOf(state));
            journal.Commit([new ValueHeld(2, 9000), new KeyRemembered(JournalScript.Variable, new KeyMemory("k", 8000))]);
        }
        Assert.EndsWith("[0]oldx0 [1]olderx3@4000!5 KeyMemory { Key = k, Until = 8000 }", JournalScript.Read(_folder.File));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void OlderFile_IsVerifiedAndCopied_AndStaysAsItWas(int version)
    {
        if (version == 1) WriteFirstVersion("old", "older");
        else WriteSecondVersion();
        byte[] before = File.ReadAllBytes(_folder.File);
        Assert.Empty(NwsDataFile.Verify(_folder.File).Faults);
        NwsDataFile.BackUp(_folder.File, _folder.In("copy.db"));
        Assert.Equal(before, File.ReadAllBytes(_folder.File));

        Assert.Equal(2, Assert.Single(NwsDataFile.Verify(_folder.In("copy.db")).Variables).Present);
        Assert.Contains("[0]oldx0 [1]older", JournalScript.Read(_folder.In("copy.db")), StringComparison.Ordinal);
    }

    [Fact]
    public void NewerFile_IsNeitherOpenedVerifiedNorCopied()
    {
        JournalScript.Make(_folder.File, values: 1);
        using (var database = SqliteDatabase.Open(_folder.File)) database.Execute("PRAGMA user_version = 4");
        Action[] uses = [() => JournalScript.Open(_folder.File, out _), () => NwsDataFile.Verify(_folder.File), () => NwsDataFile.BackUp(_folder.File, _folder.In("copy.db"))];
        foreach (var use in uses)
            Assert.Equal($"'{_folder.File}' was written by a newer Nws: its version is 4, this one knows 3. Use the newer one.", Assert.Throws<NwsStorageException>(use).Message);
        Assert.False(File.Exists(_folder.In("copy.db")));
    }

    private void WriteSecondVersion()
    {
        WriteFirstVersion("old", "older");
        using var database = SqliteDatabase.Open(_folder.File);
        database.Execute(SecondVersion);
        long sum = new Checksum().With(2).With(7).With(1).With("older"u8).With(4000).With(5).Value;
        database.Execute($"UPDATE value SET time = 4000, priority = 5, checksum = {sum} WHERE row = 2");
        database.Execute($"INSERT INTO delivery VALUES (2, 3, {Checksum.Of(2, 3)})");
    }

    private void WriteFirstVersion(params string[] values)
    {
        using var database = SqliteDatabase.Open(_folder.File, create: true);
        database.Execute(FirstVersion);
        database.Execute($"INSERT INTO workspace VALUES (1, 'w', 'ann', {new Checksum().With(1).With("w").With("ann").Value})");
        long variable = new Checksum().With(7).With(1).With("x").With("fifo").Value;
        database.Execute($"INSERT INTO variable VALUES (7, 1, 'x', 'fifo', {variable})");
        database.Execute($"INSERT INTO tally VALUES (7, {values.Length}, 0, 0, {new Checksum().With(7).With(values.Length).With(0).With(0).Value})");
        for (int i = 0; i < values.Length; i++)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(values[i]);
            long sum = new Checksum().With(i + 1).With(7).With(i).With(bytes).Value;
            database.Execute($"INSERT INTO value VALUES ({i + 1}, 7, {i}, {sum}, x'{Convert.ToHexString(bytes)}')");
        }
    }
}
