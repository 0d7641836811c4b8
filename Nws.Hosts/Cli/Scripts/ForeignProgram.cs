using System.Diagnostics;
using System.Runtime.InteropServices;
using Nws.Hosts.Languages;

namespace Nws.Hosts.Cli.Scripts;

/// <summary>Runs a script of Python, JavaScript or R as a process that has our standard input and output.</summary>
internal static class ForeignProgram
{
    /// <summary>Runs it to its end.</summary>
    /// <param name="language">Its language.</param>
    /// <param name="arguments">The script's file and its arguments.</param>
    /// <param name="prepare">Makes what the script needs around it.</param>
    /// <returns>The script's exit code.</returns>
    /// <exception cref="LanguageUnavailableException">The language is not installed.</exception>
    public static async Task<int> RunAsync(NwsLanguage language, IReadOnlyList<string> arguments, Func<Task<ScriptEnvironment>> prepare)
    {
        var runner = LanguageRegistry.Current.FindScriptRunner(language);
        await using var environment = await prepare();
        var start = StartInfo(runner, arguments);
        // On a thread that does nothing else: the operating system kills the child when the thread ends that started it.
        const TaskCreationOptions OwnThread = TaskCreationOptions.LongRunning;
        return await Task.Factory.StartNew(() => Run(start), CancellationToken.None, OwnThread, TaskScheduler.Default);
    }

    private static ProcessStartInfo StartInfo(KernelCommand runner, IReadOnlyList<string> arguments)
    {
        string[] command = [.. ParentDeath.Prefix, runner.FileName, .. runner.Arguments, .. arguments];
        var start = new ProcessStartInfo(command[0], command[1..]);
        foreach (var (name, value) in runner.Environment) start.Environment[name] = value;
        return start;
    }

    private static int Run(ProcessStartInfo start)
    {
        using var process = new Process { StartInfo = start };
        // Ctrl+C reaches the child from the terminal, and what becomes of it is the script's choice. It may reach us later than the child,
        // even after the child's end, so this registration is for the rest of our life.
        GCHandle.Alloc(PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = true));
        process.Start();
        // SIGTERM reaches only us.
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
        {
            signal.Cancel = true;
            Termination.Request(process);
        });
        process.WaitForExit();
        return process.ExitCode;
    }
}
