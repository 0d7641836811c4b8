using System.Text;

namespace Nws.Hosts.Languages;

/// <summary>Remembers what a task has said on its standard error: how it began and the last of it.</summary>
internal sealed class OutputTail
{
    private const int Capacity = 8192;
    private const int FirstLines = 5; // a crash tells its kind first and its place then
    private const int LastLines = 25;

    private readonly StringBuilder _first = new();
    private readonly StringBuilder _last = new();

    /// <summary>A new task begins.</summary>
    internal void Clear()
    {
        lock (_last)
        {
            _first.Clear();
            _last.Clear();
        }
    }

    internal void Append(ReadOnlySpan<char> text)
    {
        lock (_last)
        {
            int first = Math.Min(text.Length, Capacity - _first.Length);
            _first.Append(text[..first]);
            text = text[first..];
            _last.Append(text.Length > Capacity ? text[^Capacity..] : text);
            if (_last.Length > Capacity)
                _last.Remove(0, _last.Length - Capacity);
        }
    }

    /// <summary>A few lines; empty if nothing was said.</summary>
    internal string Summarize()
    {
        lock (_last)
        {
            string[] lines = [.. $"{_first}{_last}".Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd('\r'))];
            return string.Join('\n', lines.Length <= FirstLines + LastLines ? lines : [.. lines[..FirstLines], "...", .. lines[^LastLines..]]);
        }
    }
}
