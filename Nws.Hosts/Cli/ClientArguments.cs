using System.CommandLine;
using System.CommandLine.Parsing;
using Nws.Client;

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

    public static readonly Option<string?> TlsPin = new("--tls-pin")
    {
        Description = "Speak TLS, with the server whose certificate has this SHA-256 fingerprint; the same as nwss://host:port#pin as its address.",
        HelpName = "pin",
        CustomParser = ParsePin,
    };

    public static readonly Option<string?> Token = new("--token")
    {
        Description = $"The server's token; - reads it from standard input. Default: {NwsEndpoint.TokenVariable}.",
        HelpName = "token",
    };

    public static void AddTo(Command command)
    {
        command.Options.Add(Server);
        command.Options.Add(TlsPin);
        command.Options.Add(Token);
    }

    public static NwsConnectionOptions Read(ParseResult parsed) => new()
    {
        Endpoint = EndpointOf(parsed),
        Token = parsed.GetValue(Token) is { } token ? (token == "-" ? Console.In.ReadLine() : token) : NwsEndpoint.DefaultToken,
    };

    private static NwsEndpoint EndpointOf(ParseResult parsed)
    {
        var endpoint = parsed.GetValue(Server) ?? NwsEndpoint.Default;
        return parsed.GetValue(TlsPin) is { } pin ? endpoint with { Tls = true, Pin = pin } : endpoint;
    }

    public static Task<NwsServer> ConnectAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var options = Read(parsed);
        return HeadStart.TakeServer(options) is { } begun ? begun.WaitAsync(cancellation) : NwsServer.ConnectAsync(options, cancellation);
    }

    private static string? ParsePin(ArgumentResult given)
    {
        string word = given.Tokens[0].Value;
        if (TlsAddress.TryReadPin(word, out string? pin)) return pin;
        given.AddError($"'{word}' is no fingerprint; that is the SHA-256 of a certificate, 64 hexadecimal digits.");
        return null;
    }

    private static NwsEndpoint? ParseEndpoint(ArgumentResult given)
    {
        string word = given.Tokens[0].Value;
        if (NwsEndpoint.TryParse(word, out var endpoint)) return endpoint;
        given.AddError($"'{word}' is not a server address; write host:port, for example localhost:{NwsEndpoint.DefaultPort}.");
        return null;
    }
}
