using Nws.Values;
using Nws.Wire;

namespace Nws.Server.Sessions;

/// <summary>What every message from a client begins with.</summary>
/// <param name="Request">The request's id; null for a notification.</param>
/// <param name="Method">The method's name.</param>
internal readonly record struct MessageHeader(uint? Request, string Method)
{
    private const int TypeRequest = 0;
    private const int TypeNotification = 2;

    /// <summary>Reads up to the params, which are next in <paramref name="reader"/> then.</summary>
    /// <exception cref="ProtocolFaultException">The message is neither a request nor a notification.</exception>
    public static MessageHeader Read(ReadOnlySpan<byte> message, NameCache names, out MessagePackReader reader)
    {
        reader = new MessagePackReader(message);
        try
        {
            int count = reader.ReadArrayHeader();
            switch (reader.ReadInt64())
            {
                case TypeRequest when count == 4:
                    return new MessageHeader(checked((uint)reader.ReadInt64()), names.Read(ref reader));
                case TypeNotification when count == 3:
                    return new MessageHeader(null, names.Read(ref reader));
                default:
                    throw new ProtocolFaultException(ErrorCode.BadRequest, "A message must be a request [0, id, method, params] or a notification [2, method, params].");
            }
        }
        catch (Exception fault) when (fault is NwsValueException or OverflowException)
        {
            throw new ProtocolFaultException(ErrorCode.BadRequest, $"A message must be a request [0, id, method, params]: {fault.Message}");
        }
    }
}
