using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Nws.TestKit;

/// <summary>A process of one test: what it writes is collected, and it ends with the test at the latest, its children too.</summary>
internal sealed class TestProcess : IAsyncDisposable
{
    // Generous: a script may have to be compiled, or start workers and kernels, on a machine that is busy with other tests.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly Collector _output;
    private readonly Collector _errors;

    private TestProcess(Process process)
    {
        _process = process;
        _output = new Collector(process.StandardOutput.BaseStream);
        _errors = new Collector(process.StandardError.BaseStream);
    }

    public int Id => _process.Id;

    /// <summary>Its standard input, to be written to and closed.</summary>
    public StreamWriter Input => _process.StandardInput;

    /// <summary>What it has written to standard output until now.</summary>
    public string OutputSoFar => Encoding.UTF8.GetString(_output.SoFar);

    public static TestProcess Start(ProcessStartInfo start)
    {
        (start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError) = (true, true, true);
        return new TestProcess(Process.Start(start)!);
    }

    /// <summary>Waits until it ends by itself, however long that takes.</summary>
    public Task EndedAsync() => _process.WaitForExitAsync();

    /// <summary>Waits for its first line on standard output.</summary>
    public async Task<string> FirstLineAsync()
    {
        bool HasLine() => OutputSoFar.Contains('\n', StringComparison.Ordinal);
        await Eventually.TrueAsync(() => HasLine() || _process.HasExited, "the process has written a line");
        return OutputSoFar.Split('\n')[0];
    }

    /// <summary>Sends a signal as a shell does.</summary>
    /// <param name="signal">Its name, such as <c>TERM</c>.</param>
    /// <param name="toGroup">Whether to send it to the process group that this process leads, as a terminal does.</param>
    public async Task SignalAsync(string signal, bool toGroup = false)
    {
        string target = (toGroup ? -Id : Id).ToString(CultureInfo.InvariantCulture);
        using var kill = Process.Start("kill", ["-s", signal, "--", target]);
        await kill.WaitForExitAsync().Soon();
    }

    /// <summary>Closes its input and waits until it ends by itself.</summary>
    public async Task<ProcessResult> EndAsync()
    {
        Input.Close();
        using var limit = new CancellationTokenSource(Limit);
        await _process.WaitForExitAsync(limit.Token);
        await Task.WhenAll(_output.Ended, _errors.Ended).WaitAsync(limit.Token);
        return new ProcessResult(_process.ExitCode, _output.SoFar, Encoding.UTF8.GetString(_errors.SoFar));
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync().Soon();
        _process.Dispose();
    }

    /// <summary>Reads a stream to its end.</summary>
    private sealed class Collector
    {
        private readonly List<byte> _bytes = [];

        public Collector(Stream stream) => Ended = ReadAsync(stream);

        public Task Ended { get; }

        public byte[] SoFar
        {
            get
            {
                lock (_bytes) return [.. _bytes];
            }
        }

        private async Task ReadAsync(Stream stream)
        {
            byte[] piece = new byte[4096];
            for (int count; (count = await stream.ReadAsync(piece)) > 0;)
            {
                lock (_bytes) _bytes.AddRange(piece.AsSpan(0, count));
            }
        }
    }
}
