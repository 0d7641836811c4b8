using Nws.Server.Engine;
using Nws.Server.Persistence;

namespace Nws.Server;

/// <summary>Data files of servers, see <see cref="NwsServerOptions.Data"/>, whether a server runs on them or not.</summary>
public static class NwsDataFile
{
    /// <summary>Copies a data file as it is at one moment. A server that runs on it goes on meanwhile.</summary>
    /// <param name="file">The data file.</param>
    /// <param name="copy">The copy: a data file too, that a server can be started with. It must not exist; it appears when it is complete and has been verified.</param>
    /// <exception cref="NwsStorageException">There is no such file, it is damaged, or the copy cannot be written.</exception>
    public static void BackUp(string file, string copy) => DataBackup.Make(Path.GetFullPath(file), Path.GetFullPath(copy));

    /// <summary>Writes a copy that comes from elsewhere, see <see cref="NwsServer.BackUpAsync"/>.</summary>
    /// <param name="copy">The copy. It must not exist; it appears when it is complete and has been verified.</param>
    /// <param name="receive">Writes the bytes that come.</param>
    /// <exception cref="NwsStorageException">It is damaged or cannot be written; nothing is left of it.</exception>
    public static Task ReceiveAsync(string copy, Func<Stream, Task> receive)
    {
        ArgumentNullException.ThrowIfNull(receive);
        return DataBackup.ReceiveAsync(Path.GetFullPath(copy), receive);
    }

    /// <summary>Reads all of a data file, as it is at one moment, and holds it against its checksums and counts.</summary>
    /// <param name="file">The data file.</param>
    /// <exception cref="NwsStorageException">There is no such file, or it cannot be read at all.</exception>
    public static NwsDataReport Verify(string file)
    {
        using var database = DataBackup.OpenExisting(Path.GetFullPath(file));
        var contents = new DataReader(database, DiskPolicy.All).Read();
        var variables =
            from kept in contents.Variables.Values
            let workspace = contents.Workspaces.GetValueOrDefault(kept.Workspace)?.Name ?? ""
            orderby workspace, kept.Name
            let tally = kept.Tally
            select new NwsDataVariable(workspace, kept.Name, kept.Mode, tally.Stored, tally.Fetched, tally.Overwritten, kept.Values.Count);
        return new NwsDataReport([.. variables], [.. DataBackup.PageFaults(database), .. contents.Faults]);
    }
}
