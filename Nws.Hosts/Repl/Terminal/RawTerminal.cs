using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Nws.Hosts.Repl.Terminal;

/// <summary>The terminal of this process, key by key: it neither echoes nor waits for lines, and Ctrl+C is a key like others. Not for Windows.</summary>
internal sealed class RawTerminal : IDisposable
{
    // More than the largest termios of any system.
    private const int SettingsSize = 256;
    private const int Input = 0;
    private const int Output = 1;
    private const int AtOnce = 0;
    private const nuint WindowSize = 0x5413; // TIOCGWINSZ; the number is that of Linux
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private const string PasteOn = "\u001b[?2004h";
    private const string PasteOff = "\u001b[?2004l";

    private readonly byte[] _before;
    private readonly byte[] _raw;
    private readonly Stream _output = Console.OpenStandardOutput();
    private readonly PosixSignalRegistration[] _signals;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Timer? _patience;
    private volatile bool _disposed;

    private RawTerminal(byte[] before)
    {
        _before = before;
        _raw = [.. before];
        cfmakeraw(_raw);
        Resume();
        Write(PasteOn);
        _signals = [.. new[] { PosixSignal.SIGTERM, PosixSignal.SIGHUP }.Select(signal => PosixSignalRegistration.Create(signal, End))];
        // However the process ends, the shell gets its terminal back.
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Dispose();
    }

    /// <summary>Completes when the session is to end: nobody types any more, or a signal says so.</summary>
    internal Task Ended => _ended.Task;

    /// <summary>What the process is to say that it ended by, as shells count it; 0 without a signal.</summary>
    internal int ExitCode { get; private set; }

    /// <summary>Columns and rows.</summary>
    internal static (int Width, int Height) Size
    {
        get
        {
            ushort[] size = new ushort[4]; // rows, columns, and the same in pixels
            return OperatingSystem.IsLinux() && ioctl(Output, WindowSize, size) == 0 && size[1] > 0 ? (size[1], size[0]) : (80, 24);
        }
    }

    /// <summary>Takes the terminal over; null if standard input and output are no terminal, or one that can only print.</summary>
    internal static RawTerminal? TryOpen()
    {
        bool can = !OperatingSystem.IsWindows() && !Console.IsInputRedirected && !Console.IsOutputRedirected
            && Environment.GetEnvironmentVariable("TERM") is { Length: > 0 } and not "dumb";
        byte[] settings = new byte[SettingsSize];
        return can && tcgetattr(Input, settings) == 0 ? new RawTerminal(settings) : null;
    }

    /// <summary>Takes it over again: a process that was started may have changed it.</summary>
    internal void Resume() => _ = tcsetattr(Input, AtOnce, _raw);

    /// <summary>Reads what is typed, on a thread of its own, until the end.</summary>
    /// <param name="typed">Takes each piece.</param>
    internal void Listen(Action<string> typed) => new Thread(() =>
    {
        // The stream that Console gives at a terminal edits and echoes lines of its own.
        using var input = new FileStream(new SafeFileHandle(Input, ownsHandle: false), FileAccess.Read, bufferSize: 0);
        Decoder decoder = Encoding.UTF8.GetDecoder();
        byte[] bytes = new byte[4096];
        char[] letters = new char[bytes.Length + 1];
        try
        {
            for (int count; (count = input.Read(bytes)) > 0;) typed(new string(letters, 0, decoder.GetChars(bytes, 0, count, letters, 0)));
        }
        catch (IOException)
        {
            // The terminal is gone.
        }
        _ended.TrySetResult();
    })
    {
        IsBackground = true,
        Name = "keys",
    }.Start();

    /// <summary>Shows a text, with its control sequences. A terminal that is gone shows nothing: the session ends with what is typed.</summary>
    internal void Write(string text)
    {
        try
        {
            _output.Write(Encoding.UTF8.GetBytes(text));
            _output.Flush();
        }
        catch (IOException)
        {
            // It is gone.
        }
    }

    /// <summary>
    /// The session ends in order: a process that dies while it kills its kernels leaves them stopped half-way where the system does not kill them with it. What does not end in time is ended all the same.
    /// </summary>
    private void End(PosixSignalContext signal)
    {
        signal.Cancel = true;
        if (ExitCode != 0) return;
        ExitCode = signal.Signal == PosixSignal.SIGHUP ? 129 : 143;
        _patience = new Timer(_ => Environment.Exit(ExitCode), null, Patience, Timeout.InfiniteTimeSpan);
        _ended.TrySetResult();
    }

    /// <summary>Gives the terminal back as it was.</summary>
    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        Write(PasteOff);
        _ = tcsetattr(Input, AtOnce, _before);
    }

    [DllImport("libc")]
    private static extern int tcgetattr(int descriptor, byte[] settings);

    [DllImport("libc")]
    private static extern int tcsetattr(int descriptor, int when, byte[] settings);

    [DllImport("libc")]
    private static extern void cfmakeraw(byte[] settings);

    [DllImport("libc")]
    private static extern int ioctl(int descriptor, nuint request, ushort[] size);
}
