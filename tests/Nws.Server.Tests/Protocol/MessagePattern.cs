using System.Globalization;

namespace Nws.Server.Tests.Protocol;

/// <summary>
/// A message as PROTOCOL.md writes it: JSON with <c>nil</c> for null, <c>*</c> for anything, and <c>*name</c> for what got that name when it
/// first came and must be the same from then on.
/// </summary>
internal abstract record MessagePattern
{
    public static MessagePattern Parse(string text) => new PatternParser(text).ParseAll();

    /// <summary>The value it stands for.</summary>
    /// <exception cref="FormatException">Something in it has not come yet.</exception>
    public abstract NwsValue Value(IReadOnlyDictionary<string, NwsValue> names);

    /// <summary>Whether a value fits; new names are added.</summary>
    public abstract bool Matches(NwsValue value, IDictionary<string, NwsValue> names);

    public sealed record Constant(NwsValue Content) : MessagePattern
    {
        public override NwsValue Value(IReadOnlyDictionary<string, NwsValue> names) => Content;

        public override bool Matches(NwsValue value, IDictionary<string, NwsValue> names) => value.Equals(Content);
    }

    public sealed record Anything(string Name) : MessagePattern
    {
        public override NwsValue Value(IReadOnlyDictionary<string, NwsValue> names) =>
            names.TryGetValue(Name, out var value) ? value : throw new FormatException($"Nothing has come for *{Name} yet.");

        public override bool Matches(NwsValue value, IDictionary<string, NwsValue> names)
        {
            if (Name.Length == 0) return true;
            names.TryAdd(Name, value);
            return names[Name].Equals(value);
        }
    }

    public sealed record Array(IReadOnlyList<MessagePattern> Items) : MessagePattern
    {
        public override NwsValue Value(IReadOnlyDictionary<string, NwsValue> names) =>
            NwsValue.From(Items.Select(item => item.Value(names)).ToList());

        public override bool Matches(NwsValue value, IDictionary<string, NwsValue> names) =>
            value.Kind == NwsValueKind.List && value.Count == Items.Count
            && Items.Zip(value.Items).All(pair => pair.First.Matches(pair.Second, names));
    }

    public sealed record Map(IReadOnlyDictionary<string, MessagePattern> Entries) : MessagePattern
    {
        public override NwsValue Value(IReadOnlyDictionary<string, NwsValue> names) =>
            NwsValue.From(Entries.ToDictionary(entry => entry.Key, entry => entry.Value.Value(names)));

        public override bool Matches(NwsValue value, IDictionary<string, NwsValue> names) =>
            value.Kind == NwsValueKind.Map && value.Count == Entries.Count
            && Entries.All(entry => value.TryGetValue(NwsValue.From(entry.Key), out var found) && entry.Value.Matches(found, names));
    }

    public static MessagePattern Number(string text) => new Constant(
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole)
            ? NwsValue.From(whole)
            : NwsValue.From(double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture)));
}
