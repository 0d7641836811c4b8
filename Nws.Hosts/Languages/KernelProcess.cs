using System.ComponentModel;
using System.Diagnostics;
using System.IO.Pipes;

namespace Nws.Hosts.Languages;

/// <summary>The process of a kernel: started, interrupted, killed with all it has started, and asked how it ended.</summary>
internal sealed class KernelProcess
{
    private readonly Process _process;
    private readonly StreamReader _output;
    private readonly StreamReader _errors;
    private readonly int _id;
    private readonly DirectoryInfo? _files;

    private KernelProcess(Process process, DirectoryInfo? files)
    {
        (_process, _id, _files) = (process, process.Id, files);
        // Taken now, for they outlive the process: it may have ended, and be disposed, before anybody reads them.
        (_output, _errors) = (process.StandardOutput, process.StandardError);
        process.StandardInput.Close();
        Ended = WaitForEndAsync();
    }

    /// <summary>Its id, which is another's some time after its end.</summary>
    internal int Id => _id;

    /// <summary>Completes when the process has ended, and tells how: exit code or signal.</summary>
    internal Task<string> Ended { get; }

    /// <exception cref="LanguageUnavailableException">The program cannot be started.</exception>
    internal static KernelProcess Start(KernelCommand command, string address, string token)
    {
        KernelCommand ending = ParentDeath.Ends(command);
        var start = new ProcessStartInfo(ending.FileName, ending.Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        foreach ((string name, string value) in command.Environment)
            start.Environment[name] = value;
        start.Environment["NWS_KERNEL"] = address;
        start.Environment["NWS_KERNEL_TOKEN"] = token;
        var files = command.LeavesFiles ? Directory.CreateTempSubdirectory("nws-kernel-") : null;
        if (files is not null) start.Environment["TMPDIR"] = files.FullName;
        try
        {
            return new KernelProcess(ParentDeath.Start(start), files);
        }
        catch (Win32Exception exception)
        {
            files?.Delete();
            throw new LanguageUnavailableException(
                command.Language, $"'{command.FileName}' cannot be started: {exception.Message}", exception);
        }
    }

    /// <summary>Kills the process and those it has started; nothing happens if it has ended.</summary>
    internal void Kill()
    {
        try
        {
            if (!OperatingSystem.IsWindows() && !Ended.IsCompleted)
                UnixCalls.Stop(_id);
            _process.Kill(entireProcessTree: !ProcessTree.IsAlone(_id));
        }
        catch (Exception exception) when (exception is InvalidOperationException or AggregateException or Win32Exception)
        {
            // It ended by itself meanwhile, which is all that was wanted.
        }
    }

    /// <summary>Interrupts what it does, as Ctrl+C does. On Windows, where one process cannot do that to another, nothing happens.</summary>
    internal void Interrupt()
    {
        if (!OperatingSystem.IsWindows() && !Ended.IsCompleted)
            UnixCalls.Interrupt(_id);
    }

    /// <summary>What it writes to its standard output and error; to be called once.</summary>
    /// <param name="output">Takes stream and text.</param>
    internal KernelPipe[] OpenPipes(Action<string, string> output) =>
        [Open("stdout", _output, output), Open("stderr", _errors, output)];

    private static KernelPipe Open(string name, StreamReader reader, Action<string, string> output) =>
        new(name, reader.BaseStream, ((PipeStream)reader.BaseStream).SafePipeHandle, output);

    private async Task<string> WaitForEndAsync()
    {
        await _process.WaitForExitAsync().ConfigureAwait(false);
        string end = DescribeExitCode(_process.ExitCode);
        _process.Dispose();
        DeleteFiles();
        return end;
    }

    private void DeleteFiles()
    {
        try
        {
            _files?.Delete(recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A program that it has started may still write there; nobody misses what stays.
        }
    }

    private static string DescribeExitCode(int code)
    {
        const int signalBase = 128;
        bool signalled = !OperatingSystem.IsWindows() && code > signalBase && Enum.IsDefined((Signal)(code - signalBase));
        return signalled ? $"signal {(Signal)(code - signalBase)} (exit code {code})" : $"exit code {code}";
    }

    /// <summary>The signals that end processes in practice.</summary>
    private enum Signal
    {
        SIGHUP = 1,
        SIGINT = 2,
        SIGQUIT = 3,
        SIGILL = 4,
        SIGTRAP = 5,
        SIGABRT = 6,
        SIGBUS = 7,
        SIGFPE = 8,
        SIGKILL = 9,
        SIGSEGV = 11,
        SIGPIPE = 13,
        SIGTERM = 15,
    }
}
