using System.Buffers;
using Nws.Farm;
using Nws.Values;

namespace Nws.Hosts.Languages;

/// <summary>A message between host and kernel: MessagePack-RPC, as docs/kernels.md says.</summary>
internal abstract record KernelMessage
{
    /// <summary>What a kernel prints.</summary>
    internal const string Output = "output";

    /// <summary>What became of some elements of a map.</summary>
    internal const string Part = "part";

    /// <summary>An element of a map begins.</summary>
    internal const string Begun = "begun";

    /// <summary>An element of a map runs longer than the host is willing to wait for the others.</summary>
    internal const string Stalled = "stalled";

    private const int RequestType = 0;
    private const int ResponseType = 1;
    private const int NotificationType = 2;

    private KernelMessage() { }

    /// <summary>What the kernel has done before this message belongs before it, whichever way it comes.</summary>
    internal virtual bool EndsWhatWasBefore => false;

    internal abstract void Encode(IBufferWriter<byte> output);

    /// <exception cref="NwsValueException">The bytes are no message.</exception>
    internal static KernelMessage Decode(ReadOnlySpan<byte> bytes)
    {
        var reader = new MessagePackReader(bytes);
        int parts = reader.ReadArrayHeader();
        return (reader.ReadInt64(), parts) switch
        {
            (RequestType, 4) => new Request((uint)reader.ReadInt64(), reader.ReadText(), NwsValue.Decode(ref reader).Items),
            (ResponseType, 4) =>
                new Response((uint)reader.ReadInt64(), ReadError(NwsValue.Decode(ref reader)), NwsValue.Decode(ref reader)),
            (NotificationType, 3) => new Notification(reader.ReadText(), NwsValue.Decode(ref reader).Items),
            _ => throw MessagePackReader.Fault(0, "expected a request, response or notification"),
        };
    }

    /// <summary>Host to kernel: do something.</summary>
    internal sealed record Request(uint Id, string Method, IReadOnlyList<NwsValue> Parameters) : KernelMessage
    {
        internal override void Encode(IBufferWriter<byte> output)
        {
            var writer = new MessagePackWriter(output);
            writer.WriteArrayHeader(4);
            writer.WriteInteger(RequestType);
            writer.WriteInteger(Id);
            writer.WriteText(Method);
            WriteAll(output, Parameters);
        }
    }

    /// <summary>Kernel to host: how it went.</summary>
    internal sealed record Response(uint Id, NwsError? Error, NwsValue Result) : KernelMessage
    {
        internal override bool EndsWhatWasBefore => true;

        internal override void Encode(IBufferWriter<byte> output)
        {
            var writer = new MessagePackWriter(output);
            writer.WriteArrayHeader(4);
            writer.WriteInteger(ResponseType);
            writer.WriteInteger(Id);
            (Error is null ? NwsValue.Nil : ErrorRecord.Write(Error)).Encode(output);
            Result.Encode(output);
        }
    }

    /// <summary>Kernel to host: the kernel is ready, something was printed, or a map goes on.</summary>
    internal sealed record Notification(string Method, IReadOnlyList<NwsValue> Parameters) : KernelMessage
    {
        internal override bool EndsWhatWasBefore => Method is Part or Begun or Stalled;

        internal override void Encode(IBufferWriter<byte> output)
        {
            var writer = new MessagePackWriter(output);
            writer.WriteArrayHeader(3);
            writer.WriteInteger(NotificationType);
            writer.WriteText(Method);
            WriteAll(output, Parameters);
        }
    }

    private static NwsError? ReadError(NwsValue error) => error.Kind == NwsValueKind.Nil ? null : ErrorRecord.Read(error);

    private static void WriteAll(IBufferWriter<byte> output, IReadOnlyList<NwsValue> values)
    {
        new MessagePackWriter(output).WriteArrayHeader(values.Count);
        foreach (NwsValue value in values)
            value.Encode(output);
    }
}
