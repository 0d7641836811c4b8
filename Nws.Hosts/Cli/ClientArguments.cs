using System.CommandLine;
using System.CommandLine.Parsing;

namespace Nws.Hosts.Cli;

/// <summary>The options that say which server a verb talks to.</summary>
internal static class ClientArguments
{
    public static readonly Option<NwsEndpoint?> Server = new("--server")
    {
        Description = $"The server to use. Default: {NwsEndpoint.ServerVariable}, else localhost:{NwsEndpoint.DefaultPort}.",
        HelpName = "host:port",
        CustomParser = ParseEndpoint,
    };

    public static readonly Option<string?> Token = new("--token")
    {
        Description = $"The server's token; - reads it from standard input. Default: {NwsEndpoint.TokenVariable}.",
        HelpName = "token",
    };

    public static void AddTo(Command command)
    {
        command.Options.Add(Server);
        command.Options.Add(Token);
    }

    public static NwsConnectionOptions Read(ParseResult parsed) => new()
    {
        Endpoint = parsed.GetValue(Server) ?? NwsEndpoint.Default,
        Token = parsed.GetValue(Token) is { } token ? (token == "-" ? Console.In.ReadLine() : token) : NwsEndpoint.DefaultToken,
    };

    public static Task<NwsServer> ConnectAsync(ParseResult parsed, CancellationToken cancellation) =>
        NwsServer.ConnectAsync(Read(parsed), cancellation);

    private static NwsEndpoint? ParseEndpoint(ArgumentResult given)
    {
        string word = given.Tokens[0].Value;
        if (NwsEndpoint.TryParse(word, out var endpoint)) return endpoint;
        given.AddError($"'{word}' is not a server address; write host:port, for example localhost:{NwsEndpoint.DefaultPort}.");
        return null;
    }
}
