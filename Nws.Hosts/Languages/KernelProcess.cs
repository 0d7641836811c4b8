using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Nws.Hosts.Languages;

/// <summary>The process of a kernel: started, drained, killed with all it has started, and asked how it ended.</summary>
internal sealed class KernelProcess
{
    private const int LinesShown = 12;
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(1);

    private readonly Process _process;
    private readonly OutputTail _errors = new();
    private readonly Task _drained;

    private KernelProcess(Process process)
    {
        _process = process;
        process.StandardInput.Close();
        _drained = Task.WhenAll(_errors.DrainAsync(process.StandardError), new OutputTail().DrainAsync(process.StandardOutput));
        Ended = WaitForEndAsync();
    }

    /// <summary>
    /// Completes when the process has ended, and tells how: exit code or signal, and what it last said on its standard error.
    /// </summary>
    internal Task<string> Ended { get; }

    /// <exception cref="LanguageUnavailableException">The program cannot be started.</exception>
    internal static KernelProcess Start(KernelCommand command, string address, string token)
    {
        var start = new ProcessStartInfo(command.FileName, command.Arguments)
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
        try
        {
            return new KernelProcess(ParentDeath.Start(start));
        }
        catch (Win32Exception exception)
        {
            throw new LanguageUnavailableException(
                command.Language, $"'{command.FileName}' cannot be started: {exception.Message}", exception);
        }
    }

    /// <summary>Kills the process and those it has started; nothing happens if it has ended.</summary>
    internal void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception exception) when (exception is InvalidOperationException or AggregateException or Win32Exception)
        {
            // It ended by itself meanwhile, which is all that was wanted.
        }
    }

    private async Task<string> WaitForEndAsync()
    {
        await _process.WaitForExitAsync().ConfigureAwait(false);
        // A process it has left behind may hold the streams open for ever.
        await Task.WhenAny(_drained, Task.Delay(DrainTime)).ConfigureAwait(false);
        string end = DescribeExitCode(_process.ExitCode);
        _process.Dispose();
        string lastWords = _errors.LastLines(LinesShown);
        return lastWords.Length == 0 ? end : $"{end}. Its last words:\n{lastWords}";
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
