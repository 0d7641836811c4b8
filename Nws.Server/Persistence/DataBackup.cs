using Nws.Server.Engine;

namespace Nws.Server.Persistence;

/// <summary>Copies of a data file, made beside a server that goes on writing to it: readers of the log and its writer do not hinder each other.</summary>
internal static class DataBackup
{
    private const string NoFault = "ok";

    /// <exception cref="NwsStorageException">It cannot be made; nothing is left of it.</exception>
    public static void Make(string file, string copy)
    {
        string partial = Begin(copy);
        try
        {
            Vacuum(file, partial);
            Complete(partial, copy);
        }
        catch (Exception fault)
        {
            Abandon(partial, copy, fault);
            throw;
        }
    }

    /// <exception cref="NwsStorageException">What came is damaged, or cannot be written; nothing is left of it.</exception>
    public static async Task ReceiveAsync(string copy, Func<Stream, Task> receive)
    {
        string partial = Begin(copy);
        try
        {
            var stream = new FileStream(partial, FileMode.CreateNew, FileAccess.Write);
            await using (stream.ConfigureAwait(false)) await receive(stream).ConfigureAwait(false);
            Complete(partial, copy);
        }
        catch (Exception fault)
        {
            Abandon(partial, copy, fault);
            throw;
        }
    }

    /// <exception cref="NwsStorageException">There is none, or it is something else, or of a newer version.</exception>
    public static SqliteDatabase OpenExisting(string file)
    {
        if (!File.Exists(file)) throw new NwsStorageException($"There is no data file '{file}'.");
        var database = SqliteDatabase.Open(file);
        try
        {
            SqliteSchema.Recognise(database);
            SqliteSchema.Current.RefuseNewer(database);
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>What is wrong with the pages of the file, below its rows.</summary>
    public static IEnumerable<string> PageFaults(SqliteDatabase database)
    {
        var faults = new List<string>();
        using var check = database.Query("PRAGMA integrity_check");
        while (check.Read())
        {
            if (check.Text(0) != NoFault) faults.Add(check.Text(0));
        }
        return faults;
    }

    private static string Begin(string copy)
    {
        if (File.Exists(copy)) throw new NwsStorageException($"'{copy}' exists already; name a new file.");
        File.Delete(copy + "-partial");
        return copy + "-partial";
    }

    private static void Vacuum(string file, string partial)
    {
        using var database = OpenExisting(file);
        using var vacuum = database.Query("VACUUM INTO ?");
        vacuum.With(partial).Run();
    }

    private static void Complete(string partial, string copy)
    {
        Verify(partial);
        Flush(partial);
        File.Move(partial, copy);
    }

    private static void Abandon(string partial, string copy, Exception fault)
    {
        File.Delete(partial);
        if (fault is not NwsStorageException and (IOException or UnauthorizedAccessException)) throw new NwsStorageException($"The copy '{copy}' cannot be written: {fault.Message}", fault);
    }

    private static void Verify(string partial)
    {
        using var database = OpenExisting(partial);
        var faults = PageFaults(database).Concat(new DataReader(database, DiskPolicy.All).Read().Faults).ToList();
        if (faults.Count > 0) throw new NwsStorageException($"The data file is damaged, no copy was made: {string.Join(" ", faults.Take(3))} nws verify lists every fault.");
    }

    private static void Flush(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite);
        stream.Flush(flushToDisk: true);
    }
}
