using System.Text;

namespace Nws.Hosts.Cli.Each;

/// <summary>What a user of <c>nws each</c> sees: results on standard output; errors, what tasks print and, on a terminal, progress on standard error.</summary>
internal sealed class EachScreen : IDisposable
{
    private const int BufferSize = 1 << 16;
    private const int MostAlike = 10;
    private const int MostKinds = 1000;

    private readonly StreamWriter _output = new(Console.OpenStandardOutput(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), BufferSize);
    private readonly ProgressLine _progress = new(Console.IsErrorRedirected ? null : Console.Error);
    private readonly bool _sharesTerminal = !Console.IsOutputRedirected && !Console.IsErrorRedirected;
    private readonly Dictionary<string, long> _alike = [];
    private readonly Lock _gate = new();

    /// <summary>Where results are written; they are seen after <see cref="Flush"/>, or when there are many.</summary>
    public TextWriter Output => _output;

    /// <summary>Shows the results that have been written.</summary>
    /// <returns>Whether anybody reads them.</returns>
    public bool Flush()
    {
        lock (_gate)
        {
            if (_sharesTerminal) _progress.Clear();
            _output.Flush();
            return !OutputReader.IsGone;
        }
    }

    /// <summary>Shows how far the call is.</summary>
    public void Progress(long done, long? total, long failed)
    {
        lock (_gate) _progress.Show(done, total, failed);
    }

    /// <summary>Tells of an element that failed; of many that failed alike, of the first ones.</summary>
    public void Complain(string element, NwsError error)
    {
        string text = error.ToString();
        lock (_gate)
        {
            long before = _alike.GetValueOrDefault(text);
            if (before > 0 || _alike.Count < MostKinds) _alike[text] = before + 1;
            if (before < MostAlike) Say($"nws: {element}: {text}");
        }
    }

    /// <summary>Passes on what a task prints.</summary>
    public void Pass(SleighOutput output)
    {
        lock (_gate)
        {
            foreach (string line in output.Text.TrimEnd('\n').Split('\n')) Say($"[{output.Rank}] {line}");
        }
    }

    /// <summary>Says at the end what has failed.</summary>
    public void Conclude(long done, long failed)
    {
        lock (_gate)
        {
            _progress.Clear();
            foreach (var (text, count) in _alike.Where(kind => kind.Value > MostAlike)) Say($"nws: {count - MostAlike} more failed with: {text}");
            if (failed > 0) Say($"nws: {failed} of {done} elements failed");
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _progress.Clear();
            _output.Dispose();
        }
    }

    private void Say(string line)
    {
        _progress.Clear();
        Console.Error.WriteLine(line);
    }
}
