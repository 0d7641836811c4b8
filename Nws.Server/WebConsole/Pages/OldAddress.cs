using Microsoft.AspNetCore.Http;

namespace Nws.Server.WebConsole;

/// <summary>The addresses of NetWorkSpaces' own web interface, as guides and bookmarks have them. They show the page on the same; nothing is changed by them any more.</summary>
internal static class OldAddress
{
    public const string Path = "/doit";

    public static string Translate(IQueryCollection query)
    {
        string operation = query["op"].ToString();
        string? workspace = query["wsName"], variable = query["varName"];
        return operation switch
        {
            "listVars" or "confirmDeleteWs" or "deleteWs" when workspace is not null => $"/workspace?name={Uri.EscapeDataString(workspace)}",
            "showVar" or "confirmDeleteVar" or "deleteVar" or "confirmFetchTryVar" or "fetchTryVar" when workspace is not null && variable is not null =>
                $"/variable?workspace={Uri.EscapeDataString(workspace)}&name={Uri.EscapeDataString(variable)}",
            "listMonitors" or "showMonitor" => workspace is null ? "/farms" : $"/farm?name={Uri.EscapeDataString(workspace)}",
            "listClients" => "/clients",
            "showServerInfo" => "/server",
            _ => "/",
        };
    }
}
