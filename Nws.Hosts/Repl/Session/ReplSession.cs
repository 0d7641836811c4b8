using Nws.Hosts.Languages;
using Nws.Hosts.Repl.Commands;
using Nws.Hosts.Repl.Rendering;
using Nws.Hosts.Repl.Syntax;

namespace Nws.Hosts.Repl.Session;

/// <summary>The prompt without a terminal: takes what a user enters, runs it, and shows what comes of it. One text at a time.</summary>
internal sealed class ReplSession : IAsyncDisposable
{
    private readonly Task<SessionServer> _server;
    private readonly InputReader _reader = new(CommandTable.Has, CommandTable.Resembles);
    private readonly Lock _gate = new();
    private CancellationTokenSource? _running;

    /// <param name="server">The server, which may still be on its way.</param>
    /// <param name="make">Makes the host of a language.</param>
    /// <param name="display">Where things are shown.</param>
    /// <param name="language">The language to begin with.</param>
    internal ReplSession(Task<SessionServer> server, Func<NwsLanguage, KernelSettings, ILanguageHost> make, IReplDisplay display, NwsLanguage language)
    {
        (_server, Display, Language) = (server, display, language);
        Kernels = new SessionKernels(server, make, display.Print);
        Farm = new SessionFarm(server);
        Hint = new WaitHint(server, display);
    }

    /// <summary>The language of what is entered next.</summary>
    internal NwsLanguage Language { get; private set; }

    /// <summary>Where things are shown.</summary>
    internal IReplDisplay Display { get; }

    internal SessionKernels Kernels { get; }

    internal WaitHint Hint { get; }

    /// <summary>The workers of the prompt's own commands.</summary>
    internal SessionFarm Farm { get; }

    /// <summary>What has been run, the newest last.</summary>
    internal List<Cell> Cells { get; } = [];

    /// <summary>What was shown last, for those who want to see more of it.</summary>
    internal NwsValue? LastValue { get; private set; }

    /// <summary>How many inputs have failed.</summary>
    internal int Failures { get; private set; }

    /// <summary>The user wants to leave.</summary>
    internal bool IsOver { get; set; }

    /// <summary>The server, once it is there.</summary>
    internal Task<SessionServer> Server => _server;

    /// <summary>Name of the workspace in <c>ws</c>; null before the server is there.</summary>
    internal string? WorkspaceName { get; private set; }

    /// <summary>The workspace in <c>ws</c>, by the session's own connection.</summary>
    internal async Task<NetWorkSpace> WorkspaceAsync(CancellationToken cancellation = default)
    {
        SessionServer server = await _server.WaitAsync(cancellation);
        return await server.Connection.UseWsAsync(WorkspaceName ??= server.Workspace, cancellationToken: cancellation);
    }

    /// <summary>Whether a text can be run, or needs more lines.</summary>
    internal bool IsComplete(string text) => _reader.Command(text, Language) switch
    {
        ReplInput.Code code => Statements.AreComplete(code.Language, code.Text),
        null => Statements.AreComplete(Language, text),
        _ => true,
    };

    /// <summary>Runs what a user has entered, to its end.</summary>
    internal Task SubmitAsync(string text) => DuringAsync(async interrupted =>
    {
        foreach (ReplInput input in _reader.Read(text.Replace("\r\n", "\n"), Language))
        {
            if (!await DoAsync(input, interrupted) || IsOver) break;
        }
        return true;
    });

    /// <summary>Does something that <see cref="Interrupt"/> ends.</summary>
    internal async Task<T> DuringAsync<T>(Func<CancellationToken, Task<T>> work)
    {
        using var running = new CancellationTokenSource();
        lock (_gate) _running = running;
        try
        {
            return await work(running.Token);
        }
        finally
        {
            lock (_gate) _running = null;
        }
    }

    /// <summary>Ends what runs; nothing happens if nothing does.</summary>
    /// <returns>Whether something ran.</returns>
    internal bool Interrupt()
    {
        lock (_gate)
        {
            _running?.CancelAsync();
            return _running is not null;
        }
    }

    /// <summary>Runs a piece of a document: code, or one of the commands that a saved session keeps.</summary>
    internal async Task<Outcome> RunPieceAsync(NwsLanguage language, string text, CancellationToken cancellation)
    {
        if (_reader.Command(text, language) is not ReplInput.Command written || CommandTable.FindKept(written) is not { } command) return await RunAsync(language, text, cancellation);
        Language = language;
        try
        {
            await command.RunAsync(this, written.Argument, cancellation);
            Keep(written);
            return new Outcome.Done();
        }
        catch (Exception fault) when (fault is NwsException or ArgumentException)
        {
            return new Outcome.Failed(NwsError.FromException(fault, _ => ""));
        }
    }

    /// <summary>Runs code, remembers it, and shows nothing but what it prints.</summary>
    internal async Task<Outcome> RunAsync(NwsLanguage language, string code, CancellationToken cancellation)
    {
        Outcome outcome = await Hint.DuringAsync(language, () => EvaluateAsync(language, code, cancellation));
        Cells.Add(new Cell(language, code, outcome));
        if (outcome is Outcome.Result { Value: var value }) LastValue = value;
        if (outcome is Outcome.Interrupted { KernelSurvived: false } or Outcome.Lost) _ = Kernels.WarmUpAsync(language);
        return outcome;
    }

    /// <summary>Evaluates code without remembering it.</summary>
    internal async Task<Outcome> EvaluateAsync(NwsLanguage language, string code, CancellationToken cancellation)
    {
        ILanguageHost host = await Kernels.GetAsync(language).WaitAsync(cancellation);
        try
        {
            NwsValue value = await host.EvaluateAsync(code, [], cancellation);
            bool silent = value.Kind == NwsValueKind.Nil || language == NwsLanguage.CSharp && code.TrimEnd().EndsWith(';');
            if (silent) return new Outcome.Done();
            // R's users know values as it prints them, with names and dimensions that do not travel.
            return new Outcome.Result(value, language == NwsLanguage.R ? await host.DescribeAsync(cancellation) : null);
        }
        catch (OperationCanceledException)
        {
            return new Outcome.Interrupted(language, await host.InterruptAsync());
        }
        catch (LanguageTaskException fault)
        {
            return await DescribedAsync(host) ?? new Outcome.Failed(fault.Error);
        }
        catch (Exception fault) when (fault is KernelLostException or LanguageUnavailableException)
        {
            return new Outcome.Lost(fault.Message);
        }
    }

    /// <summary>Shows what became of code.</summary>
    internal void Show(NwsLanguage language, Outcome outcome)
    {
        if (!outcome.IsGood) Failures++;
        if (outcome is Outcome.Result { Text: { } printed }) Display.Show(ValueView.Cut(printed));
        else if (outcome is Outcome.Result result) Display.Show(ValueView.Render(result.Value, language, Display.Width));
        else if (outcome is Outcome.Described described) Display.Show(ValueView.Cut(described.Text));
        else if (OutcomeText.Of(outcome, language) is { } complaint) Display.Complain(complaint);
    }

    /// <summary>Makes another workspace the one at hand.</summary>
    internal async Task UseAsync(string workspace)
    {
        await (await _server).Connection.UseWsAsync(workspace);
        WorkspaceName = workspace;
        await Kernels.UseAsync(workspace);
    }

    public async ValueTask DisposeAsync()
    {
        await Farm.DisposeAsync();
        await Kernels.DisposeAsync();
        try
        {
            await (await _server).Owned.DisposeAsync();
        }
        catch (NwsException)
        {
            // It never came, and that has been said.
        }
    }

    /// <returns>Whether to go on with what follows in the same text.</returns>
    private async Task<bool> DoAsync(ReplInput input, CancellationToken cancellation)
    {
        int failures = Failures;
        try
        {
            switch (input)
            {
                case ReplInput.Switch change:
                    Language = change.Language;
                    _ = Kernels.WarmUpAsync(Language);
                    break;
                case ReplInput.Code code:
                    Show(code.Language, await RunAsync(code.Language, code.Text, cancellation));
                    break;
                case ReplInput.Command command:
                    await CommandTable.Find(command.Name).RunAsync(this, command.Argument, cancellation);
                    if (CommandTable.FindKept(command) is not null) Keep(command);
                    break;
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            Fail("interrupted");
        }
        catch (Exception fault) when (fault is NwsException or ArgumentException or FormatException or IOException or UnauthorizedAccessException)
        {
            Fail(fault.Message);
        }
        return Failures == failures;
    }

    private void Keep(ReplInput.Command command) => Cells.Add(new Cell(Language, $"#{command.Name} {command.Argument}".TrimEnd(), new Outcome.Done()));

    private void Fail(string complaint)
    {
        Failures++;
        Display.Complain(complaint);
    }

    /// <summary>The value of the code that has just run, if all that failed was its way to the prompt.</summary>
    private static async Task<Outcome?> DescribedAsync(ILanguageHost host)
    {
        string? text = await host.DescribeAsync(CancellationToken.None);
        return text is null ? null : new Outcome.Described(text);
    }
}
