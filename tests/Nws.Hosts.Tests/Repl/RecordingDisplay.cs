using Nws.Hosts.Repl.Session;

namespace Nws.Hosts.Tests.Repl;

/// <summary>Remembers what a session shows, one line for each thing: <c>show 42</c>, <c>say ...</c>, <c>complain ...</c>, <c>stdout ...</c>.</summary>
internal sealed class RecordingDisplay : IReplDisplay
{
    private readonly List<string> _lines = [];

    public int Width { get; init; } = 80;

    internal IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lines) return [.. _lines];
        }
    }

    public void Print(string stream, string text) => Add(stream, text);

    public void Show(string text) => Add("show", text);

    public void Say(string text) => Add("say", text);

    public void Complain(string text) => Add("complain", text);

    private void Add(string how, string text)
    {
        lock (_lines) _lines.Add($"{how} {text}");
    }
}
