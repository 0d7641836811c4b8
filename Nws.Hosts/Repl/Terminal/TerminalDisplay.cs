using Nws.Hosts.Repl.Session;

namespace Nws.Hosts.Repl.Terminal;

/// <summary>Shows things at a terminal, above the prompt.</summary>
internal sealed class TerminalDisplay(Screen screen, Func<int> width) : IReplDisplay
{
    private const string Dim = "90";
    private const string Red = "31";

    public int Width => width();

    public void Print(string stream, string text) => screen.Print(text, stream == "stderr" ? Red : "", width());

    public void Show(string text) => screen.PrintLines(text, "", width());

    public void Say(string text) => screen.PrintLines(text, Dim, width());

    public void Complain(string text) => screen.PrintLines(text, Red, width());
}
