using System.Buffers;
using Nws.Values;
using Nws.Wire;

namespace Nws.Client;

/// <summary>What the server says of itself in answer to <c>hello</c>.</summary>
internal sealed record ServerGreeting(string Server, long Session, int? WebPort, long MaxValueBytes, int MaxFetchCount, Resumption? Resume = null)
{
    /// <summary>The request <c>hello</c>.</summary>
    public static ReadOnlyMemory<byte> WriteHello(uint id, NwsConnectionOptions options, ResumeRequest? resume)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(output);
        writer.WriteArrayHeader(4);
        writer.WriteInteger(0L);
        writer.WriteInteger((ulong)id);
        writer.WriteText(Methods.Hello);
        writer.WriteArrayHeader(1);
        writer.WriteMapHeader(4 + (options.Token is null ? 0 : 1) + (resume is null ? 0 : 1));
        writer.WriteText("protocol");
        writer.WriteInteger((long)WireLimits.ProtocolVersion);
        writer.WriteText("client");
        writer.WriteText(options.ClientName);
        writer.WriteText("language");
        writer.WriteText("csharp");
        writer.WriteText("confirm");
        writer.WriteBool(true);
        if (options.Token is not null)
        {
            writer.WriteText("token");
            writer.WriteText(options.Token);
        }
        if (resume is not null) WriteResume(ref writer, resume);
        return output.WrittenMemory;
    }

    private static void WriteResume(ref MessagePackWriter writer, ResumeRequest resume)
    {
        writer.WriteText("resume");
        writer.WriteMapHeader((resume.Grace is null ? 0 : 1) + (resume.Key is null ? 0 : 2));
        if (resume.Grace is { } grace)
        {
            writer.WriteText("grace");
            writer.WriteFloat64(grace.TotalSeconds);
        }
        if (resume.Key is null) return;
        writer.WriteText("key");
        writer.WriteText(resume.Key);
        writer.WriteText("received");
        writer.WriteInteger(resume.Received);
    }

    /// <summary>Reads the response to it.</summary>
    public static ServerGreeting Read(Response response)
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
                case "resume": greeting = greeting with { Resume = ReadResumption(ref reader) }; break;
                default: reader.Skip(); break;
            }
        }
        return greeting;
    }

    private static Resumption ReadResumption(ref MessagePackReader reader)
    {
        var resume = new Resumption("", TimeSpan.Zero, null);
        for (int entries = reader.ReadMapHeader(); entries > 0; entries--)
        {
            switch (reader.ReadText())
            {
                case "key": resume = resume with { Key = reader.ReadText() }; break;
                case "grace": resume = resume with { Grace = TimeSpan.FromSeconds(reader.ReadFloat64()) }; break;
                case "received": resume = resume with { Received = reader.TryReadNil() ? null : reader.ReadInt64() }; break;
                default: reader.Skip(); break;
            }
        }
        return resume;
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
