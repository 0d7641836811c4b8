using System.Text;

namespace Nws.Hosts.Languages;

/// <summary>Drains a stream to its end and remembers the last of it.</summary>
internal sealed class OutputTail
{
    private const int Capacity = 4096;
    private readonly StringBuilder _tail = new();

    /// <summary>Reads until the stream ends.</summary>
    internal async Task DrainAsync(TextReader reader)
    {
        char[] buffer = new char[Capacity];
        int read;
        while ((read = await reader.ReadAsync(buffer).ConfigureAwait(false)) > 0)
            Append(buffer.AsSpan(0, read));
    }

    /// <summary>The last lines, at most that many.</summary>
    internal string LastLines(int count)
    {
        lock (_tail)
        {
            string[] lines = _tail.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
            return string.Join('\n', lines.TakeLast(count).Select(line => line.TrimEnd('\r')));
        }
    }

    private void Append(ReadOnlySpan<char> text)
    {
        lock (_tail)
        {
            _tail.Append(text);
            if (_tail.Length > Capacity)
                _tail.Remove(0, _tail.Length - Capacity);
        }
    }
}
