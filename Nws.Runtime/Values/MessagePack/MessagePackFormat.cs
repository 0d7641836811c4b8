namespace Nws.Values;

/// <summary>How MessagePack elements are told apart and passed over.</summary>
internal static class MessagePackFormat
{
    /// <summary>How many arrays and maps may be inside each other.</summary>
    internal const int MaxDepth = 256;

    /// <summary>The type of the element that begins with <paramref name="code"/>; null for the one byte that begins none.</summary>
    internal static MessagePackType? TypeOf(byte code) => code switch
    {
        < MessagePackCode.FixMap or >= MessagePackCode.NegativeFixIntMin => MessagePackType.Integer,
        < MessagePackCode.FixArray or MessagePackCode.Map16 or MessagePackCode.Map32 => MessagePackType.Map,
        < MessagePackCode.FixText or MessagePackCode.Array16 or MessagePackCode.Array32 => MessagePackType.Array,
        < MessagePackCode.Nil or MessagePackCode.Text8 or MessagePackCode.Text16 or MessagePackCode.Text32 => MessagePackType.Text,
        MessagePackCode.Nil => MessagePackType.Nil,
        MessagePackCode.Unused => null,
        MessagePackCode.False or MessagePackCode.True => MessagePackType.Bool,
        MessagePackCode.Bytes8 or MessagePackCode.Bytes16 or MessagePackCode.Bytes32 => MessagePackType.Bytes,
        MessagePackCode.Float32 => MessagePackType.Float32,
        MessagePackCode.Float64 => MessagePackType.Float64,
        >= MessagePackCode.UInt8 and <= MessagePackCode.Int64 => MessagePackType.Integer,
        _ => MessagePackType.Extension,
    };

    /// <summary>Moves <paramref name="reader"/> behind the next element without recursion, so depth costs no stack.</summary>
    internal static void Skip(ref MessagePackReader reader)
    {
        int children = SkipOne(ref reader);
        if (children == 0)
            return;
        Span<int> pending = stackalloc int[MaxDepth];
        int depth = 0;
        pending[0] = children;
        while (depth >= 0)
        {
            if (pending[depth]-- == 0)
            {
                depth--;
                continue;
            }
            int start = reader.Position;
            children = SkipOne(ref reader);
            if (children == 0)
                continue;
            if (++depth == MaxDepth)
                throw MessagePackReader.Fault(start, $"more than {MaxDepth} arrays and maps inside each other");
            pending[depth] = children;
        }
    }

    /// <returns>How many elements belong to the one whose beginning was passed.</returns>
    private static int SkipOne(ref MessagePackReader reader)
    {
        switch (reader.PeekType())
        {
            case MessagePackType.Nil: reader.TryReadNil(); return 0;
            case MessagePackType.Bool: reader.ReadBool(); return 0;
            case MessagePackType.Integer: reader.ReadInteger(); return 0;
            case MessagePackType.Float32 or MessagePackType.Float64: reader.ReadFloat64(); return 0;
            case MessagePackType.Text: reader.ReadUtf8(); return 0;
            case MessagePackType.Bytes: reader.ReadBytes(); return 0;
            case MessagePackType.Array: return reader.ReadArrayHeader();
            case MessagePackType.Map: return 2 * reader.ReadMapHeader();
            default: reader.ReadRaw(reader.ReadExtensionHeader(out _)); return 0;
        }
    }
}
