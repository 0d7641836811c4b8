using System.Runtime.InteropServices;

namespace Nws.Hosts.Languages;

/// <summary>The few calls of the operating system that the run-time library does not offer: signals, and looking at pipes without waiting. Not for Windows.</summary>
internal static class UnixCalls
{
    internal const short Readable = 1;

    private const int SigInt = 2;
    private static readonly int SigStop = OperatingSystem.IsLinux() ? 19 : 17;
    private const int Interrupted = 4;
    private const nuint CountReadable = 0x541B; // FIONREAD; the number is that of Linux
    private const int Guess = 32 * 1024;

    /// <summary>What <see cref="Wait"/> waits for; the operating system ignores an entry with a negative descriptor.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct PollEntry
    {
        internal int Descriptor;
        internal short Events;
        internal short Happened;
    }

    /// <summary>Interrupts a process, as Ctrl+C does. Nothing happens if there is none.</summary>
    internal static void Interrupt(int process) => _ = kill(process, SigInt);

    /// <summary>Stops a process where it is; it can still be killed. Nothing happens if there is none.</summary>
    internal static void Stop(int process) => _ = kill(process, SigStop);

    /// <summary>Waits until something has happened to one of the descriptors.</summary>
    internal static void Wait(PollEntry[] entries)
    {
        while (poll(entries, (nuint)entries.Length, timeout: -1) < 0)
        {
            int fault = Marshal.GetLastPInvokeError();
            if (fault != Interrupted)
                throw new IOException($"Waiting for a kernel failed: {Marshal.GetPInvokeErrorMessage(fault)}");
        }
    }

    /// <summary>
    /// How many bytes can be read from a pipe at once, without waiting; also right at its writing end. Elsewhere than on Linux it is a guess:
    /// as many as one reads at a time.
    /// </summary>
    internal static int CountWaiting(SafeHandle pipe)
    {
        if (OperatingSystem.IsLinux())
            return ioctl(pipe, CountReadable, out int count) < 0 ? 0 : count;
        PollEntry[] entry = [new() { Descriptor = (int)pipe.DangerousGetHandle(), Events = Readable }];
        return poll(entry, 1, timeout: 0) > 0 ? Guess : 0;
    }

    /// <summary>Reads what is there; waits if nothing is.</summary>
    /// <returns>The number of bytes; 0 at the end, and if the pipe is broken.</returns>
    internal static int Read(SafeHandle pipe, Span<byte> buffer)
    {
        nint count;
        do count = read(pipe, ref MemoryMarshal.GetReference(buffer), (nuint)buffer.Length);
        while (count < 0 && Marshal.GetLastPInvokeError() == Interrupted);
        return (int)Math.Max(count, 0);
    }

    [DllImport("libc", SetLastError = true)]
    private static extern int kill(int process, int signal);

    [DllImport("libc", SetLastError = true)]
    private static extern int poll([In, Out] PollEntry[] entries, nuint count, int timeout);

    [DllImport("libc", SetLastError = true)]
    private static extern int ioctl(SafeHandle descriptor, nuint request, out int value);

    [DllImport("libc", SetLastError = true)]
    private static extern nint read(SafeHandle descriptor, ref byte buffer, nuint count);
}
