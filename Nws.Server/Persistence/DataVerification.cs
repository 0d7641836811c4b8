using Nws.Server.Engine;

namespace Nws.Server.Persistence;

/// <summary>Checks whole data files, whether a server runs on them or not.</summary>
internal static class DataVerification
{
    /// <exception cref="NwsStorageException">There is no such file, or it cannot be read at all.</exception>
    public static NwsDataReport Of(string file)
    {
        using var database = DataBackup.OpenExisting(file);
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
