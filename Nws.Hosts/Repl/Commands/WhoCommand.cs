using Nws.Hosts.Languages;
using Nws.Hosts.Repl.Rendering;
using Nws.Hosts.Repl.Session;

namespace Nws.Hosts.Repl.Commands;

/// <summary><c>#who</c>: what the user has defined in a language.</summary>
internal static class WhoCommand
{
    private const int GlanceLength = 60;

    internal static ReplCommand Create() => new("who", "#who", "list the variables and definitions of this language", RunAsync);

    private static async Task RunAsync(ReplSession session, string argument, CancellationToken cancellation)
    {
        ILanguageHost host = await session.Kernels.GetAsync(session.Language);
        IReadOnlySet<string> given = await session.Kernels.GivenNamesAsync(session.Language);
        Completions all = await host.CompleteAsync("", 0, cancellation);
        var rows = new List<object?[]>();
        foreach (CompletionItem item in all.Items.Where(item => !given.Contains(item.Text) && item.Text != "SleighArguments" && !item.Text.StartsWith(Prelude.Hidden, StringComparison.Ordinal)))
        {
            rows.Add([item.Text, item.Kind, item.Kind == "variable" ? await GlanceAsync(session, item.Text, cancellation) : ""]);
        }
        if (rows.Count == 0) session.Display.Say($"Nothing has been defined in {session.Language.ToDisplayName()}.");
        else session.Display.Show(new TextTable(["NAME", "KIND", "VALUE"], rows).Render(session.Display.Width));
    }

    private static async Task<string> GlanceAsync(ReplSession session, string name, CancellationToken cancellation) =>
        await session.EvaluateAsync(session.Language, name, cancellation) switch
        {
            Outcome.Result result => result.Value.Render(ValueView.NotationOf(session.Language), RenderLimits.Default with { TotalLength = GlanceLength, TextLength = GlanceLength }),
            Outcome.Described described => described.Text.Split('\n')[0],
            _ => "",
        };
}
