using System.Runtime.InteropServices;
using System.Text;

namespace Nws.Hosts.Cli;

/// <summary>Standard output for values. Unlike <see cref="Console.Out"/> it says so when nobody reads any more: a fetched value that came nowhere must not be lost.</summary>
internal static class StandardOutput
{
    private const int Descriptor = 1;
    private const int Interrupted = 4;
    private const int BrokenPipe = 32;

    /// <summary>Writes text and a line end.</summary>
    /// <exception cref="ReaderGoneException">Nobody reads any more.</exception>
    /// <exception cref="IOException">It cannot be written: the disk is full, for example.</exception>
    public static void WriteLine(string text) => Write(Encoding.UTF8.GetBytes(text + "\n"));

    /// <summary>Writes bytes.</summary>
    /// <exception cref="ReaderGoneException">Nobody reads any more.</exception>
    /// <exception cref="IOException">It cannot be written: the disk is full, for example.</exception>
    public static void Write(ReadOnlySpan<byte> bytes)
    {
        if (OperatingSystem.IsWindows())
        {
            using var output = Console.OpenStandardOutput();
            output.Write(bytes);
            return;
        }
        while (bytes.Length > 0)
        {
            nint written = write(Descriptor, ref MemoryMarshal.GetReference(bytes), (nuint)bytes.Length);
            if (written >= 0) bytes = bytes[(int)written..];
            else if (Marshal.GetLastPInvokeError() is var fault and not Interrupted) throw Failure(fault);
        }
    }

    private static IOException Failure(int fault) =>
        fault == BrokenPipe ? new ReaderGoneException() : new IOException($"Standard output cannot be written: {Marshal.GetPInvokeErrorMessage(fault)}.");

    [DllImport("libc", SetLastError = true)]
    private static extern nint write(int descriptor, ref byte bytes, nuint count);
}

/// <summary>Whoever read what <c>nws</c> prints has left, as <c>head -1</c> does: a reason to end, and nothing to complain of.</summary>
internal sealed class ReaderGoneException() : IOException("Nobody reads standard output any more.");
