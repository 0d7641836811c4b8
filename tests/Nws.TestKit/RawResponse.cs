namespace Nws.TestKit;

/// <summary>A response as it came: <paramref name="Code"/> and <paramref name="Message"/> are null unless it is an error.</summary>
internal sealed record RawResponse(uint Id, string? Code, string? Message, NwsValue Result)
{
    public static bool IsResponse(NwsValue? message) => message is { Count: 4 } && message[0].To<int>() == 1;

    /// <summary>Reads <c>[1, id, error, result]</c>.</summary>
    public static RawResponse Read(NwsValue message)
    {
        if (!IsResponse(message)) throw new InvalidDataException($"This is no response: {message}");
        var error = message[2];
        return error.Kind == NwsValueKind.Nil
            ? new RawResponse(message[1].To<uint>(), null, null, message[3])
            : new RawResponse(message[1].To<uint>(), error["code"].To<string>(), error["message"].To<string>(), message[3]);
    }
}
