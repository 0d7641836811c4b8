using Nws.Hosts.Languages;
using Nws.Hosts.Repl.Documents;
using Nws.Hosts.Repl.Session;
using Nws.Hosts.Repl.Terminal;

namespace Nws.Hosts.Repl;

/// <summary>The ways to run a session: at a terminal, as a filter, from a file. Each gives the exit code: 0 if nothing failed, else 1.</summary>
internal static class ReplProgram
{
    /// <summary>Whether a file is a session that was saved, or a text with code in it.</summary>
    internal static bool IsSession(string path) => Path.GetExtension(path).ToLowerInvariant() is SessionDocument.Extension or MarkdownDocument.Extension;

    /// <summary>Serves who sits at the terminal; without one, runs what comes on standard input.</summary>
    /// <param name="connect">Finds or starts the server.</param>
    /// <param name="language">The language to begin with.</param>
    internal static async Task<int> RunAsync(Func<Task<SessionServer>> connect, NwsLanguage language)
    {
        using RawTerminal? terminal = RawTerminal.TryOpen();
        return terminal is null ? await RunPlainAsync(connect, language) : await RunTerminalAsync(terminal, connect, language);
    }

    private static async Task<int> RunTerminalAsync(RawTerminal terminal, Func<Task<SessionServer>> connect, NwsLanguage language)
    {
        var screen = new Screen(terminal.Write, colours: string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")));
        var display = new TerminalDisplay(screen, () => RawTerminal.Size.Width);
        // Whatever takes its time begins behind the prompt.
        var prompted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var session = new ReplSession(ConnectBehindAsync(prompted.Task), NewHost, display, language);
        await new TerminalLoop(terminal, screen, session, InputHistory.In(InputHistory.UsualPath())).RunAsync(prompted.SetResult);
        return terminal.ExitCode;

        async Task<SessionServer> ConnectBehindAsync(Task prompt)
        {
            await prompt;
            return await Connect(connect, display);
        }
    }

    private static async Task<int> RunPlainAsync(Func<Task<SessionServer>> connect, NwsLanguage language)
    {
        var display = new PlainDisplay(Console.Out, Console.Error);
        await using var session = new ReplSession(Connect(connect, display), NewHost, display, language);
        using var signal = new SessionInterrupt(session);
        await session.Server;
        bool atTerminal = !Console.IsInputRedirected;
        using var input = new StreamReader(Console.OpenStandardInput());
        await PlainLoop.RunAsync(session, input, more =>
        {
            if (atTerminal) display.Print("stdout", more ? "... " : $"{SessionKernels.ShortName(session.Language)}> ");
        });
        return session.Failures == 0 || atTerminal ? 0 : 1;
    }

    /// <summary>Runs a saved session and shows what it gives.</summary>
    internal static async Task<int> RunFileAsync(Func<Task<SessionServer>> connect, string path)
    {
        IReadOnlyList<DocumentCell> cells = await DocumentFile.ReadAsync(path);
        var display = new PlainDisplay(Console.Out, Console.Error);
        await using var session = new ReplSession(Connect(connect, display), NewHost, display, NwsLanguage.Python);
        using var signal = new SessionInterrupt(session);
        return await session.DuringAsync(interrupted => DocumentRun.RunAsync(session, cells, interrupted)) ? 0 : 1;
    }

    /// <summary>Runs a saved session against a server of its own and tells what it gives otherwise than before.</summary>
    internal static async Task<int> TestAsync(Func<Task<SessionServer>> start, string path, CancellationToken cancellation)
    {
        IReadOnlyList<DocumentCell> cells = await DocumentFile.ReadAsync(path, cancellation);
        var display = new DifferenceDisplay(Console.Error);
        await using var session = new ReplSession(start(), NewHost, display, NwsLanguage.Python);
        int differences = await DocumentRun.TestAsync(session, cells, cancellation);
        await Console.Out.WriteLineAsync(differences == 0 ? $"{cells.Count} inputs gave what they should." : $"{differences} of {cells.Count} inputs gave something else.");
        return differences == 0 ? 0 : 1;
    }

    /// <summary>A kernel of a session. What a person has defined in it is worth some seconds on a busy machine until Ctrl+C has its effect; in C# it is worth less, for an endless loop there never gives way.</summary>
    internal static ILanguageHost NewHost(NwsLanguage language, KernelSettings settings) =>
        new KernelHost(language, LanguageRegistry.Current, settings) { Patience = TimeSpan.FromSeconds(language == NwsLanguage.CSharp ? 1 : 3) };

    private static async Task<SessionServer> Connect(Func<Task<SessionServer>> connect, IReplDisplay display)
    {
        SessionServer server = await connect();
        if (server.Notice is { } notice) display.Say(notice);
        return server;
    }
}
