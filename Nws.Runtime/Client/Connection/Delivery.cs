using Nws.Values;

namespace Nws.Client;

/// <summary>A value as it came from the server, still encoded, with its place and its lease.</summary>
internal sealed record Delivery(ReadOnlyMemory<byte> Encoded, string Variable, long Id, long Index, long Lease, int Attempt)
{
    /// <summary>Reads the result of a find or fetch; null if there was nothing.</summary>
    public static Delivery? Read(Response response)
    {
        if (response.IsNil) return null;
        var reader = response.Reader;
        return Read(response, ref reader);
    }

    /// <summary>Reads the result of a fetch of several values; empty if there was nothing.</summary>
    public static Delivery[] ReadList(Response response)
    {
        if (response.IsNil) return [];
        var reader = response.Reader;
        var deliveries = new Delivery[reader.ReadArrayHeader()];
        for (int i = 0; i < deliveries.Length; i++) deliveries[i] = Read(response, ref reader);
        return deliveries;
    }

    public NwsValue Decode() => NwsValue.Decode(Encoded.Span);

    private static Delivery Read(Response response, ref MessagePackReader reader)
    {
        reader.ReadArrayHeader();
        int start = reader.Position;
        reader.Skip();
        var encoded = response.Result.AsMemory(start..reader.Position);
        return new Delivery(encoded, reader.ReadText(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64(), (int)reader.ReadInt64());
    }
}
