namespace Nws.Values;

/// <summary>The payload of a numeric array: element type, shape, data.</summary>
internal static class NumericArrayPayload
{
    private const int Parts = 3;

    internal static void Write(MessagePackWriter writer, NwsNumericArray array)
    {
        using var head = new PooledBuffer();
        var headWriter = new MessagePackWriter(head);
        headWriter.WriteArrayHeader(Parts);
        headWriter.WriteText(array.Type.Code);
        headWriter.WriteArrayHeader(array.Shape.Length);
        foreach (int length in array.Shape)
            headWriter.WriteInteger(length);
        headWriter.WriteBytesHeader(array.Data.Length);
        writer.WriteExtensionHeader(ExtensionCode.NumericArray, checked(head.Written.Length + array.Data.Length));
        writer.WriteRaw(head.Written);
        writer.WriteRaw(array.Data.Span);
    }

    internal static NwsNumericArray Read(ref MessagePackReader reader)
    {
        int start = reader.Position;
        if (reader.ReadArrayHeader() != Parts)
            throw MessagePackReader.Fault(start, "a numeric array consists of element type, shape and data");
        int codeAt = reader.Position;
        string code = reader.ReadText();
        ElementType type = ElementType.WithCode(code)
            ?? throw MessagePackReader.Fault(codeAt, "no such element type of a numeric array");
        int[] shape = new int[reader.ReadArrayHeader()];
        for (int i = 0; i < shape.Length; i++)
            shape[i] = ReadDimension(ref reader);
        int dataAt = reader.Position;
        ReadOnlySpan<byte> data = reader.ReadBytes();
        if (NwsNumericArray.FindFault(type, shape, data) is { } fault)
            throw MessagePackReader.Fault(dataAt, fault);
        return NwsNumericArray.Own(type, shape, data.ToArray());
    }

    private static int ReadDimension(ref MessagePackReader reader)
    {
        int start = reader.Position;
        ulong length = reader.ReadUInt64();
        return length <= int.MaxValue ? (int)length : throw MessagePackReader.Fault(start, $"{length} is too long for a dimension");
    }
}
