using Nws.TestKit;

namespace Nws.Hosts.Tests.Values;

/// <summary>The law of values: what any language stores comes back the same through any chain of the others.</summary>
public sealed class ChainTests(ValueRelays relays) : IClassFixture<ValueRelays>
{
    private const int RandomValuesOfAChain = 20;
    private const int LargeLength = 1000;

    private static readonly NwsValue[] Samples = [.. SampleValues.All, .. SampleValues.WithOddKeys()];

    public static TheoryData<string> Chains => [.. ValueRelays.ChainsOfThree, .. ValueRelays.ChainsOfPlainPython];

    [Theory]
    [MemberData(nameof(Chains))]
    public Task Store_OfEveryKind_ReturnsThroughThreeLanguages(string chain) =>
        AssertReturnAsync(chain, [.. Samples.Where(value => value.Encode().Length < LargeLength && value.Depth < NwsValue.MaxDepth)]);

    [Theory]
    [MemberData(nameof(Chains))]
    public Task Store_OfRandomValues_ReturnsThroughThreeLanguages(string chain)
    {
        int seed = Random.Shared.Next();
        return AssertReturnAsync(chain, RandomValues.Sample(RandomValuesOfAChain, seed), $" (RandomValues of seed {seed})");
    }

    [Fact]
    public async Task Store_OfEachByItself_ReturnsAlsoTheLargeAndTheDeep()
    {
        IReadOnlyList<NwsValue> returned = await relays.PassAsync(ValueRelays.OneOfEach, Samples);
        Assert.All(Samples.Zip(returned), pair => AssertSame(pair.First, pair.Second, ValueRelays.OneOfEach));
    }

    [Fact]
    public async Task Store_OfOneObjectInTwoPlaces_ReturnsItTwice()
    {
        var shared = new List<int> { 1 };
        var value = NwsValue.From(new Dictionary<string, object> { ["a"] = shared, ["b"] = shared });

        Assert.Equal([value], await relays.PassAsync(ValueRelays.OneOfEach, [value]));
    }

    // In one list, for the sake of speed.
    private async Task AssertReturnAsync(string chain, IReadOnlyList<NwsValue> values, string origin = "")
    {
        NwsValue returned = Assert.Single(await relays.PassAsync(chain, [NwsValue.From(values)]));
        Assert.Equal(values.Count, returned.Count);
        Assert.All(values.Zip(returned.Items), pair => AssertSame(pair.First, pair.Second, chain + origin));
    }

    private static void AssertSame(NwsValue stored, NwsValue returned, string chain)
    {
        if (stored.Encode().AsSpan().SequenceEqual(returned.Encode()))
            return;
        bool isSame = CanonicalText.InOrder(stored) == CanonicalText.InOrder(returned); // sets may have another order
        Assert.True(isSame, $"Through {chain}, {stored} ({stored.Kind}) came back as {returned} ({returned.Kind})");
        Assert.Equal(stored, returned);
    }
}
