using Nws.TestKit;

namespace Nws.Runtime.Tests.Values;

public class RoundTripTests
{
    [Fact]
    public void Decode_OfEncoded_IsEqual()
    {
        Assert.All(SampleValues.All.Concat(SampleValues.WithOddKeys()), value =>
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
        Assert.All(SampleValues.All.Concat(SampleValues.WithOddKeys()), value =>
        {
            byte[] bytes = value.Encode();
            Assert.Equal(bytes, NwsValue.Decode(bytes).Encode());
        });
    }

    [Fact]
    public void From_OfNaturalObject_IsEqual()
    {
        Assert.All(SampleValues.All.Concat(SampleValues.WithOddKeys()), value =>
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

    [Theory]
    [InlineData("d401ff", "ff")]
    [InlineData("c709017fffffffffffffffff", null)]
    [InlineData("c71001000000000000000000000000000000ff", "ccff")]
    [InlineData("c70901" + "00ffffffffffffffff", "cfffffffffffffffff")]
    [InlineData("c70cff" + "00000000" + "0000000000000001", "d6ff00000001")]
    [InlineData("d7ff0000000000000001", "d6ff00000001")]
    [InlineData("c70302303037", "d40237")]
    [InlineData("c70a02302e3030303030303031", "d602" + "31452d38")]
    [InlineData("d602" + "31453238", "c7050231452b3238")]
    [InlineData("cbfff8000000000000", "cb7ff8000000000000")]
    [InlineData("caffc00001", "ca7fc00000")]
    [InlineData("a6eda0bdedb880", "a4f09f9880")]
    [InlineData("d90161", "a161")]
    public void Decode_OfAnotherForm_IsWrittenInTheOneForm(string other, string? one) =>
        Assert.Equal(one ?? other, Convert.ToHexStringLower(NwsValue.Decode(Convert.FromHexString(other)).Encode()));
}
