using System.Runtime.InteropServices;
using System.Threading.Channels;
using Nws.Hosts.Languages;
using Nws.Hosts.Repl.Session;

namespace Nws.Hosts.Repl.Terminal;

/// <summary>A session at a terminal. Keys are taken while code runs, too: Ctrl+C ends it, others wait for the prompt.</summary>
internal sealed class TerminalLoop
{
    private static readonly TimeSpan InterruptAgain = TimeSpan.FromSeconds(0.25);

    private readonly RawTerminal _terminal;
    private readonly Screen _screen;
    private readonly ReplSession _session;
    private readonly InputHistory _history;
    private readonly LineEditor _editor;
    private readonly Completer _completer;
    private readonly Channel<Action> _events = Channel.CreateUnbounded<Action>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Queue<KeyPress> _ahead = [];
    private EditorState _state = EditorState.Empty;
    private Task? _running;
    private bool _over;

    internal TerminalLoop(RawTerminal terminal, Screen screen, ReplSession session, InputHistory history)
    {
        (_terminal, _screen, _session, _history) = (terminal, screen, session, history);
        _editor = new LineEditor(history, session.IsComplete, Indent.After);
        _completer = new Completer(session);
    }

    /// <summary>Serves the user until he leaves.</summary>
    /// <param name="prompted">Called when the first prompt stands there.</param>
    /// <exception cref="NwsConnectException">There is no server.</exception>
    internal async Task RunAsync(Action prompted)
    {
        Redraw();
        prompted();
        var decoder = new KeyDecoder();
        _terminal.Listen(piece => Post(() => decoder.Decode(piece).ToList().ForEach(Take)));
        _ = EndWithTerminalAsync();
        using PosixSignalRegistration? resized = OperatingSystem.IsWindows() ? null : PosixSignalRegistration.Create(PosixSignal.SIGWINCH, _ => Post(Redraw));
        _ = WarmUpAsync();
        _ = EndWithoutServerAsync();
        await foreach (Action happened in _events.Reader.ReadAllAsync())
        {
            happened();
            if (_over && _running is null) break;
        }
        if (_session.Server.IsFaulted) await _session.Server;
    }

    private async Task EndWithoutServerAsync()
    {
        await _session.Server.ContinueWith(_ => { }, TaskScheduler.Default);
        if (!_session.Server.IsFaulted) return;
        Post(() =>
        {
            _screen.Keep();
            _over = true;
        });
    }

    /// <summary>The first prompt waits for nothing; then all kernels start, the one that is needed first at first.</summary>
    private async Task WarmUpAsync()
    {
        await Task.Run(() => _history.Count);
        await _session.Kernels.WarmUpAsync(_session.Language);
        // The parser for C# takes its time when it is used first.
        await Task.Run(() => Syntax.Statements.AreComplete(NwsLanguage.CSharp, "1"));
        foreach (NwsLanguage other in SessionKernels.Warm) await _session.Kernels.WarmUpAsync(other);
    }

    /// <summary>Nobody is there any more to interrupt what runs.</summary>
    private async Task EndWithTerminalAsync()
    {
        await _terminal.Ended;
        Post(() =>
        {
            _over = true;
            if (_running is not null) _ = InterruptUntilDoneAsync(_running);
        });
    }

    /// <summary>What runs may just be about to begin what an interrupt ends.</summary>
    private async Task InterruptUntilDoneAsync(Task running)
    {
        while (!running.IsCompleted)
        {
            _session.Interrupt();
            await Task.WhenAny(running, Task.Delay(InterruptAgain));
        }
    }

    private void Post(Action happened) => _events.Writer.TryWrite(happened);

    private void Take(KeyPress key)
    {
        if (_running is not null)
        {
            if (key.Key == Key.Interrupt)
            {
                _ahead.Clear();
                _session.Interrupt();
            }
            else _ahead.Enqueue(key);
            return;
        }
        (_state, EditorWish wish) = _editor.Press(_state, key);
        switch (wish)
        {
            case EditorWish.Submit:
                Submit();
                return;
            case EditorWish.Drop:
                _screen.Keep("^C");
                break;
            case EditorWish.Leave:
                _screen.Keep();
                _over = true;
                return;
            case EditorWish.Complete:
                _ = CompleteAsync(_state.Buffer);
                break;
            case EditorWish.Clear:
                _screen.Clear();
                break;
        }
        Redraw();
    }

    private void Submit()
    {
        string text = _state.Buffer.Text.TrimEnd();
        _state = EditorState.Empty with { Cut = _state.Cut };
        _screen.Keep();
        _history.Add(text);
        _running = RunAsync(text);
    }

    private async Task RunAsync(string text)
    {
        try
        {
            // Not on the thread that takes the keys.
            if (text.Length > 0) await Task.Run(() => _session.SubmitAsync(text));
        }
        catch (Exception fault)
        {
            _session.Display.Complain($"a fault of nws itself: {fault}");
        }
        Post(Done);
    }

    private void Done()
    {
        _running = null;
        _over |= _session.IsOver;
        if (_over) return;
        _terminal.Resume();
        Redraw();
        while (_running is null && !_over && _ahead.TryDequeue(out KeyPress key)) Take(key);
    }

    /// <summary>Shows what is found in a moment; what takes longer is shown if nothing else has been typed by then.</summary>
    private async Task CompleteAsync(EditBuffer buffer)
    {
        try
        {
            Completions found = await Task.Run(() => _completer.CompleteAsync(buffer.Text, buffer.Cursor)).WaitAsync(TimeSpan.FromSeconds(10));
            Post(() =>
            {
                if (_state.Buffer != buffer || _running is not null) return;
                _state = LineEditor.Offer(_state, found.Start, [.. found.Items.Select(item => item.Text)]);
                Redraw();
            });
        }
        catch (Exception fault) when (fault is NwsException or TimeoutException or ObjectDisposedException)
        {
            // There is nothing to offer; the code itself will tell what is wrong.
        }
    }

    private void Redraw()
    {
        if (_running is not null) return;
        (int width, int height) = RawTerminal.Size;
        _screen.Draw(EditorView.Draw(_state, _session.Language, $"{SessionKernels.ShortName(_session.Language)}> ", width).Within(height), width);
    }
}
