using System.Security.Cryptography;
using Nws.Server.Persistence;
using Nws.TestKit;

namespace Nws.Server.Tests.Persistence;

/// <summary>A damaged file is reported, never served.</summary>
public sealed class DamageTests : IDisposable
{
    private const int Values = 400;

    private readonly DataFolder _folder = new();
    private readonly string _whole;

    public DamageTests()
    {
        using (var journal = JournalScript.Open(_folder.File, out _))
            journal.Commit([.. JournalScript.Beginning, .. Enumerable.Range(0, Values).Select(number => JournalScript.Stored(number, $"{number}{new string('v', 300)}"))]);
        _whole = JournalScript.Read(_folder.File);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void AnyFlippedBit_IsReportedOrChangesNothing()
    {
        byte[] bytes = File.ReadAllBytes(_folder.File);
        var random = new Random(20);
        int reported = 0;
        for (int round = 0; round < 300; round++)
        {
            byte[] damaged = [.. bytes];
            damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            if (Opens(damaged) is { } state) Assert.Equal(_whole, state);
            else reported++;
        }
        // Most of the file is values; the rest is space that is not used.
        Assert.InRange(reported, 150, 300);
    }

    [Fact]
    public void AnyTruncation_IsReported()
    {
        byte[] bytes = File.ReadAllBytes(_folder.File);
        for (int length = 100; length < bytes.Length; length += 1777) Assert.Null(Opens(bytes[..length]));
    }

    [Theory]
    [InlineData("DELETE FROM value WHERE row = 5", "400 values stored, 0 fetched and 0 overwritten, 399 are present instead of 400, in variable 'x' of workspace 'w'")]
    [InlineData("UPDATE value SET bytes = 'other' WHERE row = 5", "Value 5 is damaged, in variable 'x' of workspace 'w'")]
    [InlineData("UPDATE value SET variable = 8 WHERE row = 5", "Value 5 belongs to no variable")]
    [InlineData("DELETE FROM variable", "Value 1 belongs to no variable")]
    [InlineData("DELETE FROM workspace", "Variable 7 has no workspace")]
    [InlineData("UPDATE tally SET fetched = 1", "The counts of variable 7 are damaged")]
    [InlineData("INSERT INTO delivery VALUES (5, 3, 0)", "The count of deliveries of value 5 is damaged")]
    [InlineData("UPDATE variable SET mode = 'lifo'", "Variable 7 is damaged")]
    [InlineData("UPDATE workspace SET name = 'v'", "Workspace 1 is damaged")]
    [InlineData("UPDATE start SET number = 900", "The count of starts is damaged")]
    public void RowThatWasChanged_IsNamed(string sql, string fault)
    {
        using (var database = SqliteDatabase.Open(_folder.File)) database.Execute(sql);
        var refused = Assert.Throws<NwsStorageException>(() => JournalScript.Open(_folder.File, out _));
        Assert.StartsWith($"The data file '{_folder.File}' is damaged: ", refused.Message);
        Assert.Contains(fault, refused.Message);
        Assert.Contains("Restore a backup; nws verify lists every fault.", refused.Message);
    }

    [Fact]
    public async Task Server_WithADamagedFile_DoesNotStart()
    {
        using (var database = SqliteDatabase.Open(_folder.File)) database.Execute("UPDATE value SET bytes = 'other' WHERE row = 5");
        string before = Hash();
        await Assert.ThrowsAsync<NwsStorageException>(() => TestServer.StartAsync(new NwsServerOptions { Data = _folder.File }));
        Assert.Equal(before, Hash());
    }

    /// <summary>The state that is read from a file of these bytes; null: it was refused.</summary>
    private string? Opens(byte[] bytes)
    {
        string file = _folder.In("damaged");
        foreach (string part in new[] { "", "-wal", "-shm", "-lock" }) File.Delete(file + part);
        File.WriteAllBytes(file, bytes);
        try
        {
            return JournalScript.Read(file);
        }
        catch (NwsStorageException)
        {
            return null;
        }
    }

    private string Hash() => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(_folder.File)));
}
