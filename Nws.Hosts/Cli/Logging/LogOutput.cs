using System.Text;

namespace Nws.Hosts.Cli.Logging;

/// <summary>
/// Where the lines of a log go: standard error, or a file. A file that has grown to its bound is copied to <c>FILE.1</c> and begun anew, and what was there goes to <c>FILE.2</c> and <c>FILE.3</c>; so a log takes
/// four times its bound at most. It is copied and not renamed, for standard error of the same process may lead to it, too.
/// </summary>
/// <param name="bound">Bytes that the file may have.</param>
internal sealed class LogOutput(long bound = LogOutput.UsualBound) : IDisposable
{
    /// <summary>How large a log file may get: 10 MiB.</summary>
    public const long UsualBound = 10 << 20;
    private const int Kept = 3;

    private readonly Lock _gate = new();
    private string _path = "";
    private FileStream? _file;

    /// <summary>Whether the lines go to a file.</summary>
    public bool HasFile
    {
        get
        {
            lock (_gate) return _file is not null;
        }
    }

    /// <summary>The name of an older part of a log: 1 is the newest of them.</summary>
    public static string OlderPart(string path, int number) => $"{path}.{number}";

    /// <summary>Goes on in a file, behind what is there.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public void UseFile(string path)
    {
        lock (_gate) Open(path);
    }

    /// <summary>Gives a log another name; a log that has it becomes an older part.</summary>
    public static void Rename(string temporary, string path)
    {
        MakeRoom(path);
        if (File.Exists(path)) File.Move(path, OlderPart(path, 1), overwrite: true);
        File.Move(temporary, path);
    }

    /// <summary>Goes on in a file that has another name so far.</summary>
    public void Adopt(string temporary, string path)
    {
        lock (_gate)
        {
            Rename(temporary, path);
            Open(path);
        }
    }

    /// <summary>Writes a line or several. A log that cannot be written is no reason to end.</summary>
    public void Write(string text)
    {
        lock (_gate)
        {
            if (_file is null || !TryWrite(_file, text)) Console.Error.Write(text);
        }
    }

    public void Dispose()
    {
        lock (_gate) _file?.Dispose();
    }

    private bool TryWrite(FileStream file, string text)
    {
        try
        {
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            if (file.Length > 0 && file.Length + bytes.Length > bound) BeginAnew(file);
            file.Seek(0, SeekOrigin.End); // others may have written meanwhile
            file.Write(bytes);
            return true;
        }
        catch (IOException)
        {
            return false; // the disk is full, for example
        }
    }

    private void BeginAnew(FileStream file)
    {
        MakeRoom(_path);
        File.Copy(_path, OlderPart(_path, 1), overwrite: true);
        file.SetLength(0);
    }

    private static void MakeRoom(string path)
    {
        for (int number = Kept - 1; number > 0; number--)
        {
            if (File.Exists(OlderPart(path, number))) File.Move(OlderPart(path, number), OlderPart(path, number + 1), overwrite: true);
        }
    }

    private void Open(string path)
    {
        _file?.Dispose();
        _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        _path = path;
    }
}
