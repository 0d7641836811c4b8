using System.Diagnostics;

namespace Nws.Farm;

/// <summary>One worker that was started from here: the process, which may be that of a launcher, and the last lines it wrote, which explain its death.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private const int KeptLines = 40;

    private readonly Process _process;
    private int _id;
    private readonly Queue<string> _lastLines = new();
    private readonly Action<WorkerProcess, string>? _output;

    private WorkerProcess(Process process, int place, Action<WorkerProcess, string>? output) => (_process, Place, _output) = (process, place, output);

    /// <summary>The number of the place it was started in.</summary>
    public int Place { get; }

    /// <summary>The rank the worker was given; null until it has joined.</summary>
    public int? Rank { get; set; }

    /// <summary>Whether a result of this worker has come.</summary>
    public bool HasWorked { get; set; }

    /// <summary>Whether the worker has ended because it was asked to leave.</summary>
    public bool HasLeft => Rank is not null && _process.ExitCode == 0;

    /// <summary>Ends when the process has.</summary>
    public Task Exited { get; private set; } = Task.CompletedTask;

    /// <exception cref="SleighScriptException">The program cannot be started.</exception>
    public static WorkerProcess Start(ProcessStartInfo start, int place, Action<WorkerProcess, string>? output)
    {
        var worker = new WorkerProcess(new Process { StartInfo = start }, place, output);
        worker._process.OutputDataReceived += (_, line) => worker.Keep(line.Data);
        worker._process.ErrorDataReceived += (_, line) => worker.Keep(line.Data);
        try
        {
            worker._process.Start();
            worker._id = worker._process.Id;
        }
        catch (Exception fault) when (fault is System.ComponentModel.Win32Exception or InvalidOperationException)
        {
            throw new SleighScriptException($"The worker program '{start.FileName}' cannot be started: {fault.Message}", fault);
        }
        // Both pipes are read to their ends always: a worker must never block because nobody reads what it prints.
        worker._process.BeginOutputReadLine();
        worker._process.BeginErrorReadLine();
        worker.Exited = worker._process.WaitForExitAsync();
        return worker;
    }

    /// <summary>Writes a line to the worker's input.</summary>
    public void Tell(string line)
    {
        try
        {
            _process.StandardInput.WriteLine(line);
            _process.StandardInput.Flush();
        }
        catch (IOException)
        {
            // It has ended already, and that is found out where its end is awaited.
        }
    }

    /// <summary>How the process ended and what it said last.</summary>
    public string DescribeEnd()
    {
        lock (_lastLines)
        {
            string lines = _lastLines.Count > 0 ? $" Its last lines:{Environment.NewLine}{string.Join(Environment.NewLine, _lastLines)}" : " It wrote nothing.";
            return $"Worker process {_id} ended with {DescribeExitCode(_process.ExitCode)}.{lines}";
        }
    }

    public void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
    }

    public void Dispose() => _process.Dispose();

    // A process killed by a signal has the exit code 128 + signal.
    private static string DescribeExitCode(int code) => code > 128 && !OperatingSystem.IsWindows() ? $"exit code {code} (signal {code - 128})" : $"exit code {code}";

    private void Keep(string? line)
    {
        if (line is null) return;
        lock (_lastLines)
        {
            _lastLines.Enqueue(line);
            if (_lastLines.Count > KeptLines) _lastLines.Dequeue();
        }
        _output?.Invoke(this, line);
    }
}
