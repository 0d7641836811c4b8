namespace Nws.Server.WebConsole;

/// <summary>The keys that tell, in JSON, the kinds JSON has no words for.</summary>
internal static class Tag
{
    public const string Float64 = "$float64";
    public const string Float32 = "$float32";
    public const string Decimal = "$decimal";
    public const string Text = "$text";
    public const string Bytes = "$bytes";
    public const string Tuple = "$tuple";
    public const string Set = "$set";
    public const string Map = "$map";
    public const string Instant = "$instant";
    public const string OffsetDateTime = "$datetime";
    public const string NaiveDateTime = "$naive";
    public const string Duration = "$duration";
    public const string Uuid = "$uuid";
    public const string Complex = "$complex";
    public const string NumericArray = "$array";
    public const string Error = "$error";

    public static string Of(NwsValueKind kind) => kind switch
    {
        NwsValueKind.Float32 => Float32,
        NwsValueKind.Decimal => Decimal,
        NwsValueKind.Bytes => Bytes,
        NwsValueKind.Tuple => Tuple,
        NwsValueKind.Set => Set,
        NwsValueKind.Instant => Instant,
        NwsValueKind.OffsetDateTime => OffsetDateTime,
        NwsValueKind.NaiveDateTime => NaiveDateTime,
        NwsValueKind.Duration => Duration,
        NwsValueKind.Uuid => Uuid,
        NwsValueKind.Complex => Complex,
        NwsValueKind.NumericArray => NumericArray,
        NwsValueKind.Error => Error,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "JSON has this kind"),
    };
}
