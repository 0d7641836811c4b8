using System.Net;
using System.Text;
using Nws.Client;
using Nws.Server.Engine;

namespace Nws.Server.WebConsole;

/// <summary>The console's pages as HTML. Every name comes from somebody and is encoded.</summary>
internal sealed class ConsolePages(string serverName)
{
    private const string Style = """
        :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
        body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
        table { border-collapse: collapse; width: 100% }
        th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid #8884; overflow-wrap: anywhere }
        td.n, th.n { text-align: right }
        """;

    public string Workspaces(IReadOnlyList<WorkspaceInfo> workspaces)
    {
        var rows = workspaces.Select(workspace => Row(
            $"<a href=\"/workspaces?name={Uri.EscapeDataString(workspace.Name)}\">{Encode(workspace.Name)}</a>",
            Encode(workspace.Owner),
            workspace.Persistent ? "yes" : "no",
            Number(workspace.Variables)));
        return Page("Workspaces", Table("<th>Workspace<th>Owner<th>Persistent<th class=n>Variables", rows));
    }

    public string Variables(string workspace, IReadOnlyList<VariableInfo> variables)
    {
        var rows = variables.Select(variable => Row(
            Encode(variable.Name), VariableModes.Name(variable.Mode), Number(variable.Values), Number(variable.Fetchers), Number(variable.Finders)));
        string table = variables.Count == 0
            ? "<p>No variables."
            : Table("<th>Variable<th>Mode<th class=n>Values<th class=n>Fetchers<th class=n>Finders", rows);
        return Page(workspace, $"<p><a href=\"/\">All workspaces</a></p>{table}");
    }

    public string Missing(string workspace) => Page("No such workspace", $"<p>There is no workspace '{Encode(workspace)}'. <a href=\"/\">All workspaces</a></p>");

    private string Page(string title, string body) =>
        $"<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content=\"width=device-width\"><title>{Encode(title)} - Nws</title>" +
        $"<style>{Style}</style><h1>{Encode(title)}</h1>{body}<p><small>{Encode(serverName)}</small></html>";

    private static string Table(string head, IEnumerable<string> rows) =>
        new StringBuilder("<table><thead><tr>").Append(head).Append("</thead><tbody>").AppendJoin("", rows).Append("</tbody></table>").ToString();

    private static string Row(params ReadOnlySpan<string> cells)
    {
        var row = new StringBuilder("<tr>");
        foreach (string cell in cells) row.Append(cell.StartsWith("<td", StringComparison.Ordinal) ? "" : "<td>").Append(cell);
        return row.ToString();
    }

    private static string Number(int number) => $"<td class=n>{number}";

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
