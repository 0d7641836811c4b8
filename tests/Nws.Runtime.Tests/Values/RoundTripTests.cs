namespace Nws.Runtime.Tests.Values;

public class RoundTripTests
{
    [Fact]
    public void Decode_OfEncoded_IsEqual()
    {
        Assert.All(SampleValues.All, value =>
        {
            NwsValue decoded = NwsValue.Decode(value.Encode());
            Assert.Equal(value.Kind, decoded.Kind);
            Assert.Equal(value, decoded);
            Assert.Equal(value.GetHashCode(), decoded.GetHashCode());
        });
    }

    [Fact]
    public void Encode_OfDecoded_GivesTheSameBytes()
    {
        Assert.All(SampleValues.All, value =>
        {
            byte[] bytes = value.Encode();
            Assert.Equal(bytes, NwsValue.Decode(bytes).Encode());
        });
    }

    [Fact]
    public void From_OfNaturalObject_IsEqual()
    {
        Assert.All(SampleValues.All, value =>
        {
            NwsValue again = NwsValue.From(value.ToObject());
            Assert.Equal(value.Kind, again.Kind);
            Assert.Equal(value, again);
        });
    }

    [Fact]
    public void Equals_OfDifferentSamples_IsFalse()
    {
        NwsValue[] distinct = SampleValues.All.Distinct().ToArray();
        HashSet<string> encoded = SampleValues.All.Select(value => Convert.ToHexString(value.Encode())).ToHashSet();
        Assert.Equal(encoded.Count, distinct.Length);
    }
}
