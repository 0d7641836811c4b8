namespace Nws.Values;

/// <summary>The kinds as messages call them.</summary>
internal static class KindName
{
    internal static string Of(NwsValue value) => Of(value.Kind);

    internal static string Of(NwsValueKind kind) => kind switch
    {
        NwsValueKind.Nil => "nil",
        NwsValueKind.Bool => "a bool",
        NwsValueKind.Integer => "an integer",
        NwsValueKind.Float64 => "a float64",
        NwsValueKind.Float32 => "a float32",
        NwsValueKind.Decimal => "a decimal",
        NwsValueKind.Text => "a text",
        NwsValueKind.Bytes => "bytes",
        NwsValueKind.List => "a list",
        NwsValueKind.Tuple => "a tuple",
        NwsValueKind.Set => "a set",
        NwsValueKind.Map => "a map",
        NwsValueKind.Instant => "an instant",
        NwsValueKind.OffsetDateTime => "a date-time with offset",
        NwsValueKind.NaiveDateTime => "a naive date-time",
        NwsValueKind.Duration => "a duration",
        NwsValueKind.Uuid => "a uuid",
        NwsValueKind.Complex => "a complex number",
        NwsValueKind.NumericArray => "a numeric array",
        _ => "an error",
    };
}
