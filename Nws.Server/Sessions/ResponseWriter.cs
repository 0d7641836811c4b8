using System.Buffers;
using System.Diagnostics;
using Nws.Client;
using Nws.Server.Engine;
using Nws.Values;
using Nws.Wire;

namespace Nws.Server.Sessions;

/// <summary>Writes responses and the <c>bye</c> notification as PROTOCOL.md says. A delivery has methods of its own: its value may be large.</summary>
internal static class ResponseWriter
{
    private const int DeliveryParts = 6;

    public static void Write(IBufferWriter<byte> output, OutgoingMessage message)
    {
        var writer = new MessagePackWriter(output);
        if (message.Request is not { } request)
        {
            WriteBye(writer, (Outcome.Failed)message.Outcome);
            return;
        }
        writer.WriteArrayHeader(4);
        writer.WriteInteger(1L);
        writer.WriteInteger((ulong)request);
        if (message.Outcome is Outcome.Failed failed)
        {
            WriteError(writer, failed);
            writer.WriteNil();
            return;
        }
        writer.WriteNil();
        WriteResult(writer, message.Outcome);
    }

    public static void WriteGreeting(IBufferWriter<byte> output, uint request, Greeting greeting)
    {
        var writer = new MessagePackWriter(output);
        writer.WriteArrayHeader(4);
        writer.WriteInteger(1L);
        writer.WriteInteger((ulong)request);
        writer.WriteNil();
        writer.WriteMapHeader(4 + (greeting.WebPort is null ? 0 : 1) + (greeting.Resume is null ? 0 : 1));
        writer.WriteText("protocol");
        writer.WriteInteger((long)WireLimits.ProtocolVersion);
        writer.WriteText("server");
        writer.WriteText(greeting.Server);
        writer.WriteText("session");
        writer.WriteInteger(greeting.Session);
        if (greeting.WebPort is { } web)
        {
            writer.WriteText("web");
            writer.WriteInteger((long)web);
        }
        writer.WriteText("limits");
        writer.WriteMapHeader(3);
        writer.WriteText("value");
        writer.WriteInteger(greeting.MaxValueBytes);
        writer.WriteText("pending");
        writer.WriteInteger((long)greeting.MaxPendingRequests);
        writer.WriteText("count");
        writer.WriteInteger((long)greeting.MaxFetchCount);
        if (greeting.Resume is { } resume) WriteResumption(ref writer, resume);
    }

    private static void WriteResumption(ref MessagePackWriter writer, Resumption resume)
    {
        writer.WriteText("resume");
        writer.WriteMapHeader(3);
        writer.WriteText("key");
        writer.WriteText(resume.Key);
        writer.WriteText("grace");
        writer.WriteFloat64(resume.Grace / 1000.0);
        writer.WriteText("received");
        if (resume.Received is { } received) writer.WriteInteger(received);
        else writer.WriteNil();
    }

    private static void WriteResult(MessagePackWriter writer, Outcome outcome)
    {
        switch (outcome)
        {
            case Outcome.Done or Outcome.Nothing: writer.WriteNil(); break;
            case Outcome.Ended ended:
                writer.WriteArrayHeader(ended.Leases.Length);
                foreach (long lease in ended.Leases) writer.WriteInteger(lease);
                break;
            case Outcome.Number number: writer.WriteInteger(number.Value); break;
            case Outcome.Changes changes: WriteChanges(writer, changes.Events); break;
            case Outcome.BuriedValues buried:
                writer.WriteArrayHeader(buried.Values.Count);
                foreach (var value in buried.Values) WriteBuried(writer, value);
                break;
            case Outcome.Encoded encoded: writer.WriteRaw(encoded.Value); break;
            case Outcome.Named named: writer.WriteText(named.Name); break;
            case Outcome.Flag flag: writer.WriteBool(flag.Value); break;
            case Outcome.Workspace workspace: WriteWorkspace(writer, workspace.Info); break;
            case Outcome.Workspaces workspaces:
                writer.WriteArrayHeader(workspaces.Infos.Count);
                foreach (var info in workspaces.Infos) WriteWorkspace(writer, info);
                break;
            case Outcome.Variables variables:
                writer.WriteArrayHeader(variables.Infos.Count);
                foreach (var info in variables.Infos) WriteVariable(writer, info);
                break;
            case Outcome.Waits waits: WaitWriter.Write(writer, waits.Infos); break;
            default: throw new UnreachableException($"An outcome {outcome.GetType().Name} has no form on the wire.");
        }
    }

    /// <summary>Writes the response that delivers a value.</summary>
    public static void WriteDelivery(IBufferWriter<byte> output, uint request, Outcome.Delivered delivered)
    {
        BeginDelivery(output, request);
        output.Write(delivered.Value.InMemory!);
        EndDelivery(output, delivered);
    }

    /// <summary>Writes the response that delivers several values, a list.</summary>
    public static void WriteDeliveries(IBufferWriter<byte> output, uint request, Outcome.Delivered[] items)
    {
        BeginDeliveries(output, request, items.Length);
        foreach (var delivered in items)
        {
            new MessagePackWriter(output).WriteArrayHeader(DeliveryParts);
            output.Write(delivered.Value.InMemory!);
            EndDelivery(output, delivered);
        }
    }

    /// <summary>Writes what stands before the value of a single delivery that is a list of its own.</summary>
    public static void BeginOnlyDelivery(IBufferWriter<byte> output, uint request)
    {
        BeginDeliveries(output, request, 1);
        new MessagePackWriter(output).WriteArrayHeader(DeliveryParts);
    }

    /// <summary>Writes what stands before the value of a delivery; the value's bytes and <see cref="EndDelivery"/> must follow.</summary>
    public static void BeginDelivery(IBufferWriter<byte> output, uint request)
    {
        BeginDeliveries(output, request, DeliveryParts);
    }

    /// <summary>Writes what stands behind the value of a delivery.</summary>
    public static void EndDelivery(IBufferWriter<byte> output, Outcome.Delivered delivered)
    {
        var writer = new MessagePackWriter(output);
        writer.WriteText(delivered.Variable);
        writer.WriteInteger(delivered.Id);
        writer.WriteInteger(delivered.Index);
        writer.WriteInteger(delivered.Lease);
        writer.WriteInteger((long)delivered.Attempt);
    }

    private static void BeginDeliveries(IBufferWriter<byte> output, uint request, int elements)
    {
        var writer = new MessagePackWriter(output);
        writer.WriteArrayHeader(4);
        writer.WriteInteger(1L);
        writer.WriteInteger((ulong)request);
        writer.WriteNil();
        writer.WriteArrayHeader(elements);
    }

    private static void WriteWorkspace(MessagePackWriter writer, WorkspaceInfo info)
    {
        writer.WriteMapHeader(info.Names is null ? 5 : 6);
        writer.WriteText("name");
        writer.WriteText(info.Name);
        writer.WriteText("mine");
        writer.WriteBool(info.Mine);
        writer.WriteText("owner");
        writer.WriteText(info.Owner);
        writer.WriteText("persistent");
        writer.WriteBool(info.Persistent);
        writer.WriteText("variables");
        writer.WriteInteger((long)info.Variables);
        if (info.Names is null) return;
        writer.WriteText("names");
        writer.WriteArrayHeader(info.Names.Count);
        foreach (string name in info.Names) writer.WriteText(name);
    }

    private static void WriteVariable(MessagePackWriter writer, VariableInfo info)
    {
        writer.WriteMapHeader(5 + (info.Delayed == 0 ? 0 : 1) + (info.Buried == 0 ? 0 : 1));
        writer.WriteText("name");
        writer.WriteText(info.Name);
        writer.WriteText("values");
        writer.WriteInteger((long)info.Values);
        writer.WriteText("fetchers");
        writer.WriteInteger((long)info.Fetchers);
        writer.WriteText("finders");
        writer.WriteInteger((long)info.Finders);
        writer.WriteText("mode");
        writer.WriteText(VariableModes.Name(info.Mode));
        WriteCount(writer, "delayed", info.Delayed);
        WriteCount(writer, "buried", info.Buried);
    }

    private static void WriteCount(MessagePackWriter writer, string name, int count)
    {
        if (count == 0) return;
        writer.WriteText(name);
        writer.WriteInteger((long)count);
    }

    private static void WriteChanges(MessagePackWriter writer, WatchEvent[] changes)
    {
        writer.WriteArrayHeader(changes.Length);
        foreach (var change in changes)
        {
            writer.WriteArrayHeader(4);
            writer.WriteText(change.Kind);
            writer.WriteText(change.Variable);
            writer.WriteInteger(change.Id);
            writer.WriteInteger(change.Index);
        }
    }

    private static void WriteBuried(MessagePackWriter writer, BuriedValue buried)
    {
        writer.WriteArrayHeader(5);
        writer.WriteRaw(buried.Value.Bytes.InMemory!);
        writer.WriteInteger(buried.Value.Index);
        writer.WriteText(buried.Cause);
        writer.WriteInteger((long)buried.Value.Deliveries);
        writer.WriteFloat64(buried.Time / 1000.0);
    }

    private static void WriteError(MessagePackWriter writer, Outcome.Failed failed)
    {
        writer.WriteMapHeader(2);
        writer.WriteText("code");
        writer.WriteText(ErrorCodes.Name(failed.Code));
        writer.WriteText("message");
        writer.WriteText(failed.Message);
    }

    private static void WriteBye(MessagePackWriter writer, Outcome.Failed reason)
    {
        writer.WriteArrayHeader(3);
        writer.WriteInteger(2L);
        writer.WriteText(Methods.Bye);
        writer.WriteArrayHeader(2);
        writer.WriteText(ErrorCodes.Name(reason.Code));
        writer.WriteText(reason.Message);
    }
}
