using Nws.Server.Rights;
using Nws.Values;
using Nws.Wire;

namespace Nws.Server.Sessions;

/// <summary>What a client says of itself in <c>hello</c>.</summary>
internal sealed record HelloRequest(uint Request, long? Protocol, string? Token, string Client, string Language, bool Confirms, ResumeRequest? Resume = null)
{
    /// <exception cref="RequestRefusedException">An argument is wrong.</exception>
    public static HelloRequest Decode(uint request, MessagePackReader reader)
    {
        var arguments = new Arguments(Methods.Hello, reader, new NameCache(), new RequestLimits(WireLimits.MessageOverhead, FetchCount: 0));
        var hello = new HelloRequest(request, null, null, "", "", false);
        for (int left = arguments.Options(); left > 0; left--)
        {
            hello = arguments.Text("option") switch
            {
                "protocol" => hello with { Protocol = arguments.Number("protocol") },
                "token" => hello with { Token = arguments.Text("token") },
                "client" => hello with { Client = arguments.Text("client") },
                "language" => hello with { Language = arguments.Text("language") },
                "resume" => hello with { Resume = ResumeRequest.Decode(ref arguments) },
                "confirm" => hello with { Confirms = arguments.Flag("confirm") },
                var unknown => throw arguments.UnknownOption(unknown),
            };
        }
        arguments.End();
        if (hello is { Resume: not null, Confirms: false }) throw arguments.Refuse("'resume' goes with 'confirm': only a client that confirms knows what it has got");
        return hello;
    }

    /// <summary>Lets the client in or throws the reason why not.</summary>
    /// <returns>What it may do; null: everything, for no token is asked for.</returns>
    /// <exception cref="RequestRefusedException">It speaks another protocol, or does not know a token.</exception>
    public Grant? Admit(Grants grants)
    {
        if (Protocol != WireLimits.ProtocolVersion)
            throw new RequestRefusedException(ErrorCode.Unsupported, $"The server speaks protocol {WireLimits.ProtocolVersion}; the client said {Protocol?.ToString() ?? "nothing"}.");
        if (!grants.AreNeeded) return null;
        if (grants.Find(Token ?? "") is { } grant) return grant;
        string remedy = $"Set {NwsEndpoint.TokenVariable} to the token the server was started with.";
        throw new RequestRefusedException(ErrorCode.Unauthorized, $"The server asks for a token and {(Token is null ? "none was given" : "the one given is wrong")}. {remedy}");
    }
}
