using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace Nws.Hosts.Languages;

/// <summary>Lets Linux kill a child process when this one ends, however it ends. Elsewhere a child has to notice by itself.</summary>
internal static class ParentDeath
{
    private const string SetPriv = "/usr/bin/setpriv";

    private static readonly BlockingCollection<Launch> Launches = [];

    // To Linux the parent is the thread that started the child, so all children have a thread that lives as long as this process.
    static ParentDeath() => new Thread(LaunchAll) { IsBackground = true, Name = "nws child processes" }.Start();

    /// <summary>What is to stand in front of a command; nothing where there is no such program.</summary>
    internal static string[] Prefix { get; } = File.Exists(SetPriv) ? [SetPriv, "--pdeathsig", "KILL", "--"] : [];

    /// <summary>The command of a kernel that ends with this process although its program cannot notice the end. The process id stays that of the kernel.</summary>
    internal static KernelCommand Ends(KernelCommand command) => Prefix is [var program, ..]
        ? command with { FileName = program, Arguments = [.. Prefix[1..], command.FileName, .. command.Arguments] }
        : command;

    /// <summary>Starts a process on the thread that counts as its parent.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">It cannot be started.</exception>
    internal static Process Start(ProcessStartInfo info)
    {
        using var launch = new Launch(info);
        Launches.Add(launch);
        return launch.Await();
    }

    private static void LaunchAll()
    {
        foreach (Launch launch in Launches.GetConsumingEnumerable())
            launch.Run();
    }

    private sealed class Launch(ProcessStartInfo info) : IDisposable
    {
        private readonly ManualResetEventSlim _done = new();
        private Process? _process;
        private ExceptionDispatchInfo? _failure;

        internal void Run()
        {
            try
            {
                _process = Process.Start(info);
            }
            catch (Exception exception)
            {
                _failure = ExceptionDispatchInfo.Capture(exception);
            }
            _done.Set();
        }

        internal Process Await()
        {
            _done.Wait();
            _failure?.Throw();
            return _process!;
        }

        public void Dispose() => _done.Dispose();
    }
}
