using System.Text;

namespace Nws.Hosts.Cli;

/// <summary>A file that gets what the process writes to standard output and error, too.</summary>
internal sealed class WorkerLog : IDisposable
{
    private readonly TextWriter _file;

    private WorkerLog(TextWriter file) => _file = file;

    /// <summary>Opens a log file for a worker of a Sleigh, named after the Sleigh and the process.</summary>
    /// <exception cref="IOException">The directory cannot be written to.</exception>
    public static WorkerLog Open(string directory, string sleigh)
    {
        Directory.CreateDirectory(directory);
        string path = Path.Combine(directory, $"nws-worker_{sleigh}_{Environment.ProcessId}.log");
        var log = new WorkerLog(TextWriter.Synchronized(new StreamWriter(path) { AutoFlush = true }));
        Console.SetOut(TextWriter.Synchronized(new Branch(Console.Out, log._file)));
        Console.SetError(TextWriter.Synchronized(new Branch(Console.Error, log._file)));
        return log;
    }

    public void Dispose() => _file.Dispose();

    private sealed class Branch(TextWriter first, TextWriter second) : TextWriter
    {
        public override Encoding Encoding => first.Encoding;

        public override void Write(char value)
        {
            first.Write(value);
            second.Write(value);
        }

        public override void Write(string? value)
        {
            first.Write(value);
            second.Write(value);
        }

        public override void Write(char[] buffer, int index, int count)
        {
            first.Write(buffer, index, count);
            second.Write(buffer, index, count);
        }

        public override void Flush() => first.Flush();
    }
}
