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
