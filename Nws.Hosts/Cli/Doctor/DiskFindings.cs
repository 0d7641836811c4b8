using System.Globalization;

namespace Nws.Hosts.Cli.Doctor;

/// <summary>The folders and files of nws: whether it may write there, whether nobody else may, and how much room there is.</summary>
internal static class DiskFindings
{
    private const long LittleRoom = 100 << 20;
    private const UnixFileMode Others = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    public static Finding[] Read() => Environment.GetEnvironmentVariable(ServerArguments.Data.Variable) is { Length: > 0 } data ? [OfState(), OfData(Path.GetFullPath(data))] : [OfState()];

    private static Finding OfState()
    {
        string folder = ServerState.Folder;
        string existing = Existing(folder);
        if (Refusal(existing) is { } refusal) return new Finding("state", Verdict.Bad, $"{folder}: {refusal}", "Give yourself the right to write there, or set XDG_STATE_HOME to another folder.");
        if (!OperatingSystem.IsWindows() && existing == folder && (File.GetUnixFileMode(folder) & Others) != 0)
            return new Finding("state", Verdict.Bad, $"{folder}: others may write there", $"chmod go-w '{folder}'");
        return new Finding("state", Verdict.Good, existing == folder ? folder : $"{folder}, made when it is needed");
    }

    private static Finding OfData(string file)
    {
        string folder = Path.GetDirectoryName(file)!;
        if (!Directory.Exists(folder)) return new Finding("data", Verdict.Bad, $"{file}: there is no folder {folder}", "Make the folder, or name another file in NWS_DATA.");
        if (Refusal(folder) is { } refusal) return new Finding("data", Verdict.Bad, $"{file}: {refusal}", "Give the server's user the right to write there, or name another file in NWS_DATA.");
        long room = new DriveInfo(folder).AvailableFreeSpace;
        string text = string.Create(CultureInfo.InvariantCulture, $"{file}, {(File.Exists(file) ? $"{new FileInfo(file).Length >> 10} KiB" : "made by the server")}, {room >> 20} MiB free");
        return room < LittleRoom ? new Finding("data", Verdict.Bad, text, "Make room on this disk: the server refuses stores to persistent workspaces when it is full.") : new Finding("data", Verdict.Good, text);
    }

    private static string Existing(string folder)
    {
        while (!Directory.Exists(folder) && Path.GetDirectoryName(folder) is { } parent) folder = parent;
        return folder;
    }

    /// <summary>Why nothing can be written there; null if it can.</summary>
    private static string? Refusal(string folder)
    {
        try
        {
            using var probe = new FileStream(Path.Combine(folder, $".nws-{Guid.NewGuid():N}"), FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
            return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return fault is UnauthorizedAccessException ? "you may not write there" : fault.Message;
        }
    }
}
