namespace Nws.Values;

/// <summary>The payload of an error: a map with text keys, the cause being an error again.</summary>
internal static class ErrorPayload
{
    private const int FieldsWithoutCause = 4;

    internal static void Write(MessagePackWriter writer, NwsError error)
    {
        using var payload = new PooledBuffer();
        var inner = new MessagePackWriter(payload);
        inner.WriteMapHeader(error.Cause is null ? FieldsWithoutCause : FieldsWithoutCause + 1);
        WriteField(inner, "type", error.Type);
        WriteField(inner, "message", error.Message);
        WriteField(inner, "stack", error.Stack);
        WriteField(inner, "language", error.Language);
        if (error.Cause is not null)
        {
            inner.WriteText("cause");
            Write(inner, error.Cause);
        }
        writer.WriteExtensionHeader(ExtensionCode.Error, payload.Written.Length);
        writer.WriteRaw(payload.Written);
    }

    /// <param name="reader">Stands at the payload.</param>
    /// <param name="depth">How many containers are around the error.</param>
    internal static NwsError Read(ref MessagePackReader reader, int depth)
    {
        int start = reader.Position;
        int count = reader.ReadMapHeader();
        var fields = new Dictionary<string, string>(FieldsWithoutCause);
        NwsError? cause = null;
        for (int i = 0; i < count; i++)
        {
            int fieldAt = reader.Position;
            string name = reader.ReadText();
            bool isNew = name switch
            {
                "type" or "message" or "stack" or "language" => fields.TryAdd(name, reader.ReadText()),
                "cause" => cause is null && (cause = ReadCause(ref reader, depth + 1)) is not null,
                _ => throw MessagePackReader.Fault(fieldAt, "no such field of an error"),
            };
            if (!isNew)
                throw MessagePackReader.Fault(fieldAt, $"the error has the field '{name}' twice");
        }
        if (fields.Count < FieldsWithoutCause)
            throw MessagePackReader.Fault(start, "an error has the fields type, message, stack and language; not all are there");
        return new NwsError(fields["type"], fields["message"], fields["stack"], fields["language"], cause);
    }

    private static NwsError ReadCause(ref MessagePackReader reader, int depth)
    {
        int start = reader.Position;
        if (depth > NwsValue.MaxDepth)
            throw ValueDecoder.TooDeep(start);
        int length = reader.ReadExtensionHeader(out sbyte type);
        if (type != ExtensionCode.Error)
            throw MessagePackReader.Fault(start, $"the cause of an error is an error, not the extension {type}");
        int payload = reader.Position;
        NwsError cause = Read(ref reader, depth);
        ValueDecoder.CheckPayloadEnd(ref reader, payload, length);
        return cause;
    }

    private static void WriteField(MessagePackWriter writer, string name, string content)
    {
        writer.WriteText(name);
        writer.WriteText(content);
    }
}
