using System.Text.Json;

namespace Nws.Hosts.Repl.Terminal;

/// <summary>What was entered, in this session and in earlier ones. Sessions at the same time add to the same file.</summary>
internal sealed class InputHistory
{
    private const int Kept = 5_000;

    private readonly Lazy<List<string>> _entries;
    private readonly string? _path;

    private InputHistory(Func<List<string>> read, string? path) => (_entries, _path) = (new Lazy<List<string>>(read), path);

    private List<string> Entries => _entries.Value;

    /// <summary>How many entries there are.</summary>
    internal int Count => Entries.Count;

    /// <summary>An entry.</summary>
    /// <param name="back">How far back, from 1.</param>
    internal string this[int back] => Entries[^back];

    /// <summary>A history that is forgotten at the end.</summary>
    internal static InputHistory InMemory(params string[] entries) => new(() => [.. entries], path: null);

    /// <summary>The history in a file, which is read when somebody asks for it; an empty one if there is no file yet, or none that can be read.</summary>
    internal static InputHistory In(string path) => new(() => Read(path), path);

    /// <summary>The place of the history of a user: in the folder of states.</summary>
    internal static string UsualPath()
    {
        string? states = Environment.GetEnvironmentVariable("XDG_STATE_HOME");
        if (string.IsNullOrEmpty(states)) states = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state");
        return Path.Combine(states, "nws", "history");
    }

    /// <summary>Adds an entry; not what is empty, nor what was entered just before.</summary>
    internal void Add(string text)
    {
        if (string.IsNullOrWhiteSpace(text) || Entries is [.., var last] && last == text) return;
        Entries.Add(text);
        if (_path is null) return;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
            using var file = new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
            // In one piece, so that lines of sessions at the same time do not mix.
            file.Write(JsonSerializer.SerializeToUtf8Bytes(text).Append((byte)'\n').ToArray());
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // A session without a memory is better than none.
        }
    }

    /// <summary>Finds the newest entry with a text in it.</summary>
    /// <param name="query">The text, in upper or lower case.</param>
    /// <param name="from">How far back to begin.</param>
    /// <returns>How far back it is; 0 if there is none.</returns>
    internal int Find(string query, int from)
    {
        for (int back = from; back <= Count; back++)
        {
            if (query.Length > 0 && this[back].Contains(query, StringComparison.OrdinalIgnoreCase)) return back;
        }
        return 0;
    }

    private static List<string> Read(string path)
    {
        try
        {
            string[] lines = File.Exists(path) ? File.ReadAllLines(path) : [];
            if (lines.Length > 2 * Kept) File.WriteAllLines(path, lines[^Kept..]);
            return [.. lines.TakeLast(Kept).Select(Entry).OfType<string>()];
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static string? Entry(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<string>(line);
        }
        catch (JsonException)
        {
            return null; // half a line, of a session that was killed
        }
    }
}
