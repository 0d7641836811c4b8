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

    /// <summary>
    /// The command of a kernel that ends with this process, however that ends: also if it cannot notice, because its program has no thread for that or because it is stopped, about to be killed.
    /// The process id stays that of the kernel. A program that cannot be run stays as it is, so that whoever starts it hears why.
    /// </summary>
    internal static KernelCommand Ends(KernelCommand command) => Prefix is [var program, ..] && CanRun(command.FileName)
        ? command with { FileName = program, Arguments = [.. Prefix[1..], command.FileName, .. command.Arguments] }
        : command;

    // What is neither a binary nor a script would be run as a shell script, as the shell does, instead of refused.
    private static bool CanRun(string program)
    {
        if (!LanguageRegistry.IsExecutable(program)) return false;
        try
        {
            using FileStream file = File.OpenRead(program);
            Span<byte> head = stackalloc byte[4];
            int count = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
            return head[..count].StartsWith("\u007FELF"u8) || head[..count].StartsWith("#!"u8);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

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
