using Nws.Values;
using Nws.Wire;

namespace Nws.Client;

/// <summary>The answer to a request: the encoded result, or the server's error.</summary>
internal readonly struct Response(byte[] result, ServerError? error)
{
    private static readonly byte[] NoResult = [];

    /// <summary>The result, still encoded; to be read with <see cref="Reader"/>.</summary>
    public byte[] Result { get; } = result;

    public ServerError? Error { get; } = error;

    public MessagePackReader Reader => new(Result);

    public bool IsNil => Result is [0xc0];

    /// <summary>Reads what follows the id of a response: error and result, to the end of the message.</summary>
    public static Response Read(ref MessagePackReader reader)
    {
        if (reader.TryReadNil()) return new Response(reader.ReadRaw(reader.Remaining).ToArray(), null);
        var error = ServerError.Read(ref reader);
        reader.Skip();
        return new Response(NoResult, error);
    }
}

/// <summary>An error response: a code of PROTOCOL.md and the server's reason.</summary>
internal sealed record ServerError(string Code, string Message)
{
    public static ServerError Read(ref MessagePackReader reader)
    {
        string code = ErrorCodes.Name(ErrorCode.Internal), message = "";
        for (int entries = reader.ReadMapHeader(); entries > 0; entries--)
        {
            switch (reader.ReadText())
            {
                case "code": code = reader.ReadText(); break;
                case "message": message = reader.ReadText(); break;
                default: reader.Skip(); break;
            }
        }
        return new ServerError(code, message);
    }

    /// <summary>The exception of the user guide's family that stands for this error.</summary>
    public Exception ToException() => (ErrorCodes.TryParse(Code, out var code) ? code : ErrorCode.Internal) switch
    {
        ErrorCode.NoWorkspace or ErrorCode.NotOpened => new NwsNoWorkSpaceException(Code, Message),
        ErrorCode.ModeConflict or ErrorCode.BadMode => new NwsDeclarationFailedException(Code, Message),
        ErrorCode.UnknownMethod or ErrorCode.Unsupported => new NwsUnsupportedOperationException(Message),
        ErrorCode.Unauthorized => new NwsConnectException(Message),
        ErrorCode.ShuttingDown => new NwsConnectionDroppedException(Message),
        ErrorCode.Cancelled => new OperationCanceledException(Message),
        _ => new NwsOperationException(Code, Message),
    };
}
