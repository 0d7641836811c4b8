namespace Nws.Hosts.Cli.Completion;

/// <summary>The names on the server. Who types does not wait: a server that does not answer at once has none.</summary>
internal static class ServerNames
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public static Task<IEnumerable<string>> OfWorkspacesAsync(CommandLineWords line, CancellationToken cancellation) =>
        AskAsync(line, async (server, limit) => (await server.ListWssAsync(cancellationToken: limit)).Select(workspace => workspace.Name), cancellation);

    public static Task<IEnumerable<string>> OfVariablesAsync(CommandLineWords line, CancellationToken cancellation) => AskAsync(
        line, async (server, limit) => (await server.ListVarsAsync(WorkspaceArguments.Named(line.Given[0]), limit)).Select(variable => variable.Name), cancellation);

    private static async Task<IEnumerable<string>> AskAsync(CommandLineWords line, Func<NwsServer, CancellationToken, Task<IEnumerable<string>>> ask, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Patience);
        try
        {
            var endpoint = line.Values.TryGetValue(ClientArguments.Server.Name, out string? named) ? NwsEndpoint.Parse(named) : NwsEndpoint.Default;
            var options = new NwsConnectionOptions { Endpoint = endpoint, Token = line.Values.GetValueOrDefault(ClientArguments.Token.Name) ?? NwsEndpoint.DefaultToken };
            await using var server = await NwsServer.ConnectAsync(options, limit.Token);
            return await ask(server, limit.Token);
        }
        catch (Exception fault) when (fault is NwsException or FormatException or OperationCanceledException)
        {
            return [];
        }
    }
}
