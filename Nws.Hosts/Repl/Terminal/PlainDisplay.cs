using Nws.Hosts.Repl.Session;

namespace Nws.Hosts.Repl.Terminal;

/// <summary>Shows things as a filter does: results and what code prints on standard output, the rest on standard error.</summary>
internal sealed class PlainDisplay(TextWriter output, TextWriter errors) : IReplDisplay
{
    private readonly Lock _gate = new();

    public int Width => 0;

    public void Print(string stream, string text) => Write(stream == "stderr" ? errors : output, text);

    public void Show(string text) => Write(output, text + "\n");

    public void Say(string text) => Write(errors, $"nws: {text}\n");

    public void Complain(string text) => Write(errors, text + "\n");

    private void Write(TextWriter writer, string text)
    {
        lock (_gate)
        {
            writer.Write(text);
            writer.Flush();
        }
    }
}
