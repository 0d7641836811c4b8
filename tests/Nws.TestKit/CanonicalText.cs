namespace Nws.TestKit;

/// <summary>Values as texts that are the same exactly for the same values.</summary>
internal static class CanonicalText
{
    /// <summary>Sets do not look at order, nor do maps.</summary>
    public static string Of(NwsValue value) => Of(value, Ordered);

    /// <summary>The entries of maps stand in their order.</summary>
    public static string InOrder(NwsValue value) => Of(value, texts => string.Join(",", texts));

    private static string Of(NwsValue value, Func<IEnumerable<string>, string> joinEntries)
    {
        string Inner(NwsValue item) => Of(item, joinEntries);
        return value.Kind switch
        {
            NwsValueKind.List => $"[{string.Join(",", value.Items.Select(Inner))}]",
            NwsValueKind.Tuple => $"({string.Join(",", value.Items.Select(Inner))})",
            NwsValueKind.Set => $"<{Ordered(value.Items.Select(Inner))}>",
            NwsValueKind.Map => $"{{{joinEntries(value.Entries.Select(entry => Inner(entry.Key) + ":" + Inner(entry.Value)))}}}",
            _ => Convert.ToHexString(value.Encode()),
        };
    }

    private static string Ordered(IEnumerable<string> texts) => string.Join(",", texts.Order(StringComparer.Ordinal));
}
