using FsCheck;
using FsCheck.Fluent;

namespace Nws.Runtime.Tests.Values;

/// <summary>What holds for all values, tried on random ones.</summary>
public class ValuePropertyTests
{
    private static readonly Config Thorough = Config.QuickThrowOnFailure.WithMaxTest(1000);

    private static Gen<NwsValue> Scalar { get; } = Gen.OneOf(
        Gen.Elements(SampleValues.Scalars()),
        ArbMap.Default.GeneratorFor<long>().Select(number => NwsValue.From(number)),
        ArbMap.Default.GeneratorFor<double>().Select(number => NwsValue.From(number)),
        ArbMap.Default.GeneratorFor<decimal>().Select(number => NwsValue.From(number)),
        ArbMap.Default.GeneratorFor<char[]>().Select(characters => NwsValue.From(new string(characters))),
        ArbMap.Default.GeneratorFor<byte[]>().Select(bytes => NwsValue.From(bytes)),
        ArbMap.Default.GeneratorFor<DateTimeOffset>().Select(time => NwsValue.From(time)),
        ArbMap.Default.GeneratorFor<TimeSpan>().Select(duration => NwsValue.From(duration)),
        ArbMap.Default.GeneratorFor<int[]>().Select(numbers => NwsValue.From(numbers)));

    private static Arbitrary<NwsValue> Values { get; } = Gen.Sized(Nested).ToArbitrary();

    [Fact]
    public void Decode_OfEncoded_IsEqualAndHasTheSameBytes() => Prop.ForAll(Values, value =>
    {
        byte[] bytes = value.Encode();
        NwsValue decoded = NwsValue.Decode(bytes);
        return decoded.Equals(value) && decoded.GetHashCode() == value.GetHashCode() && decoded.Encode().AsSpan().SequenceEqual(bytes);
    }).Check(Thorough);

    [Fact]
    public void From_OfNaturalObject_IsEqual() =>
        Prop.ForAll(Values, value => NwsValue.From(value.ToObject()).Equals(value)).Check(Thorough);

    [Fact]
    public void Equals_MeansEqualBytes_ButForOrder() => Prop.ForAll(Values, Values, (left, right) =>
    {
        bool equal = left.Equals(right);
        return equal == (Canonical(left) == Canonical(right)) && (!equal || left.GetHashCode() == right.GetHashCode());
    }).Check(Thorough.WithMaxTest(300));

    [Fact]
    public void Decode_OfRandomBytes_GivesAValueOrThrowsWithThePosition()
    {
        Gen<byte[]> bytes = Gen.OneOf(
            ArbMap.Default.GeneratorFor<byte[]>(),
            Values.Generator.SelectMany(value => Gen.Choose(0, int.MaxValue).Select(seed => Damaged(value.Encode(), new Random(seed)))));
        Prop.ForAll(bytes.ToArbitrary(), input =>
        {
            try
            {
                NwsValue value = NwsValue.Decode(input);
                return NwsValue.Decode(value.Encode()).Equals(value);
            }
            catch (NwsValueException refused)
            {
                return refused.Position >= 0 && refused.Position <= input.Length;
            }
        }).Check(Thorough.WithMaxTest(5000));
    }

    [Fact]
    public void Render_InAnyNotation_StaysWithinTheLimit() => Prop.ForAll(Values, value =>
    {
        var limits = new RenderLimits { TotalLength = 50 };
        return Enum.GetValues<NwsNotation>().All(notation => value.Render(notation, limits).Length <= limits.TotalLength + 1);
    }).Check(Thorough);

    [Fact]
    public void Render_AsJsonWithoutLimits_IsValidJson() => Prop.ForAll(Values, value =>
    {
        using var document = System.Text.Json.JsonDocument.Parse(value.Render(NwsNotation.Json, RenderLimits.None));
        return true;
    }).Check(Thorough);

    private static Gen<NwsValue> Nested(int size)
    {
        if (size <= 1)
            return Scalar;
        Gen<NwsValue[]> inner = Gen.Choose(0, 12).SelectMany(count => Nested(size / 4).ArrayOf(count));
        return Gen.OneOf(
            Scalar,
            inner.Select(items => NwsValue.From(items)),
            inner.Select(items => items.Length > 1 ? NwsValue.From((items[0], items[1])) : NwsValue.From(default(ValueTuple))),
            inner.Select(items => NwsValue.From(items.ToHashSet())),
            inner.Select(items => NwsValue.From(items.Distinct().ToDictionary(key => key, key => items[0]))));
    }

    private static byte[] Damaged(byte[] bytes, Random random)
    {
        byte[] damaged = bytes[..random.Next(bytes.Length + 1)];
        for (int i = random.Next(3); i > 0 && damaged.Length > 0; i--)
            damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
        return random.Next(2) == 0 ? damaged : [.. damaged, .. bytes[damaged.Length..]];
    }

    // The encoding with sets and maps in the order of their encoded elements.
    private static string Canonical(NwsValue value) => value.Kind switch
    {
        NwsValueKind.List => $"[{string.Join(",", value.Items.Select(Canonical))}]",
        NwsValueKind.Tuple => $"({string.Join(",", value.Items.Select(Canonical))})",
        NwsValueKind.Set => $"<{Ordered(value.Items.Select(Canonical))}>",
        NwsValueKind.Map => $"{{{Ordered(value.Entries.Select(entry => Canonical(entry.Key) + ":" + Canonical(entry.Value)))}}}",
        _ => Convert.ToHexString(value.Encode()),
    };

    private static string Ordered(IEnumerable<string> texts) => string.Join(",", texts.Order(StringComparer.Ordinal));
}
