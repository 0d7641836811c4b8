using System.Diagnostics;
using System.Globalization;
using Nws.Hosts.Tests.Cli;
using Nws.TestKit;

namespace Nws.Hosts.Tests.Repl;

/// <summary>A real terminal for one test, in a server of tmux of its own, with <c>nws</c> in it.</summary>
internal sealed class TmuxTerminal : IAsyncDisposable
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "nws");

    /// <summary>How long to wait for the first value of a kernel.</summary>
    internal static readonly TimeSpan KernelStart = TimeSpan.FromMinutes(2);

    private readonly NwsCommandLine _nws = new();
    private readonly string _socket;
    private bool _isClosed;

    private TmuxTerminal() => _socket = Path.Combine(_nws.Folder, "tmux");

    /// <summary>The folder of the session, with its history.</summary>
    internal string Folder => _nws.Folder;

    /// <summary>Starts a terminal of 80 columns, and a shell in it.</summary>
    internal static async Task<TmuxTerminal> StartAsync()
    {
        var terminal = new TmuxTerminal();
        await terminal.RunAsync("-f", "/dev/null", "new-session", "-d", "-x", "80", "-y", "24", "env PS1='shell$ ' sh");
        await terminal.SeesAsync("shell$");
        return terminal;
    }

    /// <summary>Starts the prompt.</summary>
    /// <param name="arguments">Of <c>nws repl</c>, and what else the shell is to do then.</param>
    /// <param name="before">What the shell is to put before the program.</param>
    internal async Task StartReplAsync(string arguments = "", string before = "")
    {
        await TypeAsync($"{before} {Program} repl {arguments}\n");
        await SeesAsync("> ", inLastLine: true);
    }

    /// <summary>Types a text; line ends are the key Enter.</summary>
    internal async Task TypeAsync(string text)
    {
        foreach (string line in text.Split('\n').SkipLast(1))
        {
            if (line.Length > 0) await RunAsync("send-keys", "-l", "--", line);
            await RunAsync("send-keys", "Enter");
        }
        if (text.Split('\n')[^1] is { Length: > 0 } rest) await RunAsync("send-keys", "-l", "--", rest);
    }

    /// <summary>Presses keys by the names that tmux gives them.</summary>
    internal Task PressAsync(params string[] keys) => RunAsync(["send-keys", .. keys]);

    /// <summary>Pastes a block, as a terminal does whose program knows of that.</summary>
    internal async Task PasteAsync(string block)
    {
        await RunAsync("set-buffer", "--", block);
        await RunAsync("paste-buffer", "-p");
    }

    internal Task ResizeAsync(int width, int height) =>
        RunAsync("resize-window", "-x", width.ToString(CultureInfo.InvariantCulture), "-y", height.ToString(CultureInfo.InvariantCulture));

    /// <summary>What one sees, without the empty lines at the end.</summary>
    internal async Task<string> ScreenAsync()
    {
        string screen = await RunAsync("capture-pane", "-p");
        return string.Join('\n', screen.Split('\n').Select(line => line.TrimEnd())).TrimEnd('\n');
    }

    /// <summary>Waits until a text is on the screen.</summary>
    internal async Task SeesAsync(string text, bool inLastLine = false) => await SeesAsync(text, TestDeadline.Limit, inLastLine);

    /// <summary>Waits so long until a text is on the screen.</summary>
    internal async Task SeesAsync(string text, TimeSpan limit, bool inLastLine = false)
    {
        string screen = "";
        try
        {
            await Eventually.TrueAsync(async () =>
            {
                screen = await ScreenAsync();
                return (inLastLine ? screen.Split('\n')[^1] + " " : screen).Contains(text, StringComparison.Ordinal);
            }, limit);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"'{text}' does not come; the screen is:\n{screen}");
        }
    }

    /// <summary>Takes the terminal away, as closing its window does, and waits until no process is left.</summary>
    internal async Task CloseAsync()
    {
        if (_isClosed) return;
        _isClosed = true;
        await RunAsync("kill-server");
        await _nws.AllGoneAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _nws.Dispose();
    }

    private async Task<string> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("tmux", ["-S", _socket, "-u", .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = _nws.Folder };
        foreach (var (name, value) in _nws.Variables)
        {
            if (value is null) start.Environment.Remove(name);
            else start.Environment[name] = value;
        }
        start.Environment["TERM"] = "xterm-256color";
        start.Environment.Remove("NO_COLOR");
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync().Soon();
        await process.WaitForExitAsync().Soon();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"tmux {string.Join(' ', arguments)}: {await errors}");
    }
}
