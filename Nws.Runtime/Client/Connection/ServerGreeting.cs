using Nws.Values;
using Nws.Wire;

namespace Nws.Client;

/// <summary>What the server says of itself in answer to <c>hello</c>.</summary>
internal sealed record ServerGreeting(string Server, long Session, int? WebPort, long MaxValueBytes, int MaxFetchCount)
{
    public static async Task<ServerGreeting> ExchangeAsync(ClientConnection connection, NwsConnectionOptions options)
    {
        var response = await connection.CallAsync(Methods.Hello, options, WriteHello, CancellationToken.None).ConfigureAwait(false);
        return Read(response);
    }

    private static void WriteHello(ref MessagePackWriter writer, NwsConnectionOptions options)
    {
        writer.WriteArrayHeader(1);
        writer.WriteMapHeader(options.Token is null ? 4 : 5);
        writer.WriteText("protocol");
        writer.WriteInteger((long)WireLimits.ProtocolVersion);
        writer.WriteText("client");
        writer.WriteText(options.ClientName);
        writer.WriteText("language");
        writer.WriteText("csharp");
        writer.WriteText("confirm");
        writer.WriteBool(true);
        if (options.Token is null) return;
        writer.WriteText("token");
        writer.WriteText(options.Token);
    }

    private static ServerGreeting Read(Response response)
    {
        var reader = response.Reader;
        var greeting = new ServerGreeting("", 0, null, WireLimits.DefaultValueBytes, WireLimits.DefaultFetchCount);
        for (int entries = reader.ReadMapHeader(); entries > 0; entries--)
        {
            switch (reader.ReadText())
            {
                case "server": greeting = greeting with { Server = reader.ReadText() }; break;
                case "session": greeting = greeting with { Session = reader.ReadInt64() }; break;
                case "web": greeting = greeting with { WebPort = (int)reader.ReadInt64() }; break;
                case "limits": greeting = ReadLimits(ref reader, greeting); break;
                default: reader.Skip(); break;
            }
        }
        return greeting;
    }

    private static ServerGreeting ReadLimits(ref MessagePackReader reader, ServerGreeting greeting)
    {
        for (int entries = reader.ReadMapHeader(); entries > 0; entries--)
        {
            switch (reader.ReadText())
            {
                case "value": greeting = greeting with { MaxValueBytes = reader.ReadInt64() }; break;
                case "count": greeting = greeting with { MaxFetchCount = (int)reader.ReadInt64() }; break;
                default: reader.Skip(); break;
            }
        }
        return greeting;
    }
}
