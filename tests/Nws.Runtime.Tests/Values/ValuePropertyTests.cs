using FsCheck;
using FsCheck.Fluent;
using Nws.TestKit;

namespace Nws.Runtime.Tests.Values;

/// <summary>What holds for all values, tried on random ones.</summary>
public class ValuePropertyTests
{
    private static readonly Config Thorough = Config.QuickThrowOnFailure.WithMaxTest(1000);

    private static Arbitrary<NwsValue> Values { get; } = RandomValues.Generator.ToArbitrary();

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
        return equal == (CanonicalText.Of(left) == CanonicalText.Of(right)) && (!equal || left.GetHashCode() == right.GetHashCode());
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

    private static byte[] Damaged(byte[] bytes, Random random)
    {
        byte[] damaged = bytes[..random.Next(bytes.Length + 1)];
        for (int i = random.Next(3); i > 0 && damaged.Length > 0; i--)
            damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
        return random.Next(2) == 0 ? damaged : [.. damaged, .. bytes[damaged.Length..]];
    }
}
