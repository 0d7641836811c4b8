namespace Nws.TestKit;

/// <summary>The reason a server gives before it closes a connection.</summary>
internal sealed record RawBye(string Code, string Message)
{
    /// <summary>Reads <c>[2, "bye", [code, message]]</c>.</summary>
    public static RawBye Read(NwsValue message) => message.Count == 3 && message[0].To<int>() == 2 && message[1].To<string>() == "bye"
        ? new RawBye(message[2][0].To<string>(), message[2][1].To<string>())
        : throw new InvalidDataException($"This is no bye: {message}");
}
