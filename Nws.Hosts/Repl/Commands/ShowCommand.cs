using System.Globalization;
using Nws.Hosts.Repl.Rendering;
using Nws.Hosts.Repl.Session;

namespace Nws.Hosts.Repl.Commands;

/// <summary><c>#show</c>: all of a value that was shown in part, or the same in another form.</summary>
internal static class ShowCommand
{
    private const string Usage = "#show [NAME] [cs|py|js|json]";

    private static readonly string[] Forms = ["cs", "py", "js", "json"];

    internal static ReplCommand Create() => new("show", Usage, "show all of the last value, or of an expression, maybe as another language writes it", RunAsync);

    private static async Task RunAsync(ReplSession session, string argument, CancellationToken cancellation)
    {
        (string expression, string? form) = Split(argument);
        NwsValue? value = session.LastValue;
        NwsLanguage language = session.Cells.LastOrDefault(cell => cell.Outcome is Outcome.Result)?.Language ?? session.Language;
        if (expression.Length > 0)
        {
            language = session.Language;
            Outcome outcome = await session.EvaluateAsync(language, expression, cancellation);
            if (outcome is not Outcome.Result result)
            {
                session.Show(language, outcome);
                return;
            }
            value = result.Value;
        }
        if (value is null) throw new ArgumentException("Nothing has been shown yet.");
        session.Display.Show(Render(value, form, language, session.Display.Width));
    }

    private static (string Expression, string? Form) Split(string argument)
    {
        int space = argument.LastIndexOf(' ');
        string last = argument[(space + 1)..];
        bool isForm = Forms.Contains(last);
        return isForm ? (argument[..Math.Max(space, 0)].Trim(), last) : (argument, null);
    }

    private static string Render(NwsValue value, string? form, NwsLanguage language, int width)
    {
        string text = form == "json"
            ? value.Render(NwsNotation.Json, RenderLimits.None)
            : form is null ? ValueView.RenderWhole(value, language, width) : value.Render(ValueView.NotationOf(NwsLanguages.Parse(form)), RenderLimits.None);
        string size = value.Kind == NwsValueKind.NumericArray ? string.Create(CultureInfo.InvariantCulture, $"{value.To<NwsNumericArray>()}\n") : "";
        return form is null ? size + text : text;
    }
}
