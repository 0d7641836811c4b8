using Nws.Client;
using Nws.Hosts.Repl.Rendering;
using Nws.Hosts.Repl.Session;

namespace Nws.Hosts.Repl.Commands;

/// <summary><c>#vars</c>: the variables of the workspace at hand.</summary>
internal static class VarsCommand
{
    private const int GlanceLength = 60;

    internal static ReplCommand Create() => new("vars", "#vars", "list the variables of the workspace at hand", RunAsync);

    /// <summary>Lists the variables of a workspace, with the value that a find would give, if there is one.</summary>
    internal static async Task ShowAsync(ReplSession session, string name, CancellationToken cancellation)
    {
        NwsServer server = (await session.Server.WaitAsync(cancellation)).Connection;
        IReadOnlyList<VariableListing> variables = await server.ListVarsAsync(name, cancellation);
        if (variables.Count == 0)
        {
            session.Display.Say($"Workspace '{name}' has no variables.");
            return;
        }
        NetWorkSpace workspace = await server.UseWsAsync(name, create: false, cancellationToken: cancellation);
        var rows = new List<object?[]>();
        foreach (VariableListing variable in variables)
        {
            NwsValue? first = variable.ValueCount == 0 ? null : await workspace.FindTryAsync(variable.Name, cancellation);
            string glance = first?.Render(ValueView.NotationOf(session.Language), RenderLimits.Default with { TotalLength = GlanceLength, TextLength = GlanceLength }) ?? "";
            rows.Add([variable.Name, VariableModes.Name(variable.Mode), variable.ValueCount, variable.FetcherCount, variable.FinderCount, glance]);
        }
        session.Display.Show(new TextTable(["NAME", "MODE", "VALUES", "FETCHERS", "FINDERS", "NEXT"], rows).Render(session.Display.Width));
    }

    private static async Task RunAsync(ReplSession session, string argument, CancellationToken cancellation) =>
        await ShowAsync(session, (await session.WorkspaceAsync(cancellation)).Name, cancellation);
}
