namespace Nws.Farm;

/// <summary>An error as the map that kernels and workers send: <c>type</c>, <c>message</c>, <c>stack</c>, <c>language</c>, maybe <c>cause</c>.</summary>
internal static class ErrorRecord
{
    internal static NwsValue Write(NwsError error)
    {
        var map = new Dictionary<string, object?>
        {
            ["type"] = error.Type, ["message"] = error.Message, ["stack"] = error.Stack, ["language"] = error.Language,
        };
        if (error.Cause is not null)
            map["cause"] = Write(error.Cause);
        return NwsValue.From(map);
    }

    /// <remarks>Lenient, because what fails here would hide the error that is to be told.</remarks>
    internal static NwsError Read(NwsValue record) => new(
        Text(record, "type"), Text(record, "message"), Text(record, "stack"), Text(record, "language"),
        record.TryGetValue(NwsValue.From("cause"), out NwsValue cause) && cause.Kind == NwsValueKind.Map ? Read(cause) : null);

    private static string Text(NwsValue record, string key) =>
        record.TryGetValue(NwsValue.From(key), out NwsValue text) && text.Kind == NwsValueKind.Text ? text.To<string>() : "";
}
