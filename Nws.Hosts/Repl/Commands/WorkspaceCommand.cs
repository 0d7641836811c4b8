using Nws.Client;
using Nws.Hosts.Repl.Rendering;
using Nws.Hosts.Repl.Session;

namespace Nws.Hosts.Repl.Commands;

/// <summary><c>#ws</c>: the workspaces of the server.</summary>
internal static class WorkspaceCommand
{
    private static readonly string[] Verbs = ["use", "list", "show", "delete", "watch"];

    internal static ReplCommand Create() =>
        new("ws", "#ws [use NAME | list | show [NAME] | delete NAME | watch [VARIABLE]]", "work with workspaces; alone, tell which is at hand", RunAsync) { WordsAsync = WordsAsync, IsKept = IsKept };

    private static bool IsKept(string argument) => argument.Split(' ', StringSplitOptions.RemoveEmptyEntries) is ["use" or "delete", _];

    private static async Task RunAsync(ReplSession session, string argument, CancellationToken cancellation)
    {
        string[] words = argument.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        NwsServer server = (await session.Server.WaitAsync(cancellation)).Connection;
        try
        {
            await DoAsync(session, server, words, cancellation);
        }
        catch (NwsNoWorkSpaceException fault) when (words is [_, var missing, ..])
        {
            IEnumerable<string> known = (await server.ListWssAsync(cancellationToken: cancellation)).Select(workspace => workspace.Name);
            throw new ArgumentException($"{fault.Message}{NearestName.Suggestion(missing, known)}", fault);
        }
    }

    private static async Task DoAsync(ReplSession session, NwsServer server, string[] words, CancellationToken cancellation)
    {
        switch (words)
        {
            case []:
                session.Display.Show((await session.WorkspaceAsync(cancellation)).ToString());
                break;
            case ["use", var name]:
                await session.UseAsync(name);
                session.Display.Say($"ws is now '{name}'.");
                break;
            case ["list"]:
                session.Display.Show(Workspaces(await server.ListWssAsync(cancellationToken: cancellation)).Render(session.Display.Width));
                break;
            case ["show"]:
                await VarsCommand.ShowAsync(session, (await session.WorkspaceAsync(cancellation)).Name, cancellation);
                break;
            case ["show", var name]:
                await VarsCommand.ShowAsync(session, name, cancellation);
                break;
            case ["delete", var name]:
                await server.DeleteWsAsync(name, cancellation);
                break;
            case ["watch", .. var rest] when rest.Length < 2:
                await WorkspaceWatch.RunAsync(session, rest.FirstOrDefault(), cancellation);
                break;
            default:
                string hint = words is [var verb, ..] && !Verbs.Contains(verb) ? NearestName.Suggestion(verb, Verbs) : "";
                throw new ArgumentException($"#ws knows: use NAME, list, show [NAME], delete NAME, watch [VARIABLE].{hint}");
        }
    }

    private static TextTable Workspaces(IReadOnlyList<WorkspaceListing> workspaces) => new(
        ["NAME", "OWNER", "PERSISTENT", "VARIABLES"],
        [.. workspaces.Select(object[] (workspace) => [workspace.Name, workspace.Owner, workspace.Persistent, workspace.VariableCount])]);

    private static async Task<IEnumerable<string>> WordsAsync(ReplSession session)
    {
        IReadOnlyList<WorkspaceListing> known = await (await session.Server).Connection.ListWssAsync();
        return Verbs.Concat(known.Select(workspace => workspace.Name));
    }
}
