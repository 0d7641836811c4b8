namespace Nws.Server.Tests.Persistence;

/// <summary>A folder for the data files of one test.</summary>
internal sealed class DataFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nws-data-");

    public string File => In("data.db");

    public string In(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>A copy of the data file and its log as they are now: what a server that is killed now leaves behind.</summary>
    public string Snapshot(string name)
    {
        foreach (string part in new[] { "", "-wal" })
        {
            if (System.IO.File.Exists(File + part)) System.IO.File.Copy(File + part, In(name) + part, overwrite: true);
        }
        return In(name);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
