using Nws.Hosts.Repl.Session;

namespace Nws.Hosts.Repl.Documents;

/// <summary>The display of a session that is tested: what it gives is compared, not shown. Only what differs is told.</summary>
internal sealed class DifferenceDisplay(TextWriter differences) : IReplDisplay
{
    public int Width => 0;

    public void Print(string stream, string text)
    {
    }

    public void Show(string text)
    {
    }

    public void Say(string text)
    {
    }

    public void Complain(string text) => differences.WriteLine(text);
}
