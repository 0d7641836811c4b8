using Nws.Farm;

namespace Nws.Runtime.Tests.Farm;

public sealed class ReplacementPolicyTests
{
    [Fact]
    public void AfterEnd_OfTheFirstBeforeItJoined_IsNever() => Assert.Null(new ReplacementPolicy().AfterEnd(hadJoined: false, hadWorked: false));

    [Fact]
    public void AfterEnd_OfWorkersThatHaveWorked_IsAlwaysAtOnce()
    {
        var policy = new ReplacementPolicy();

        Assert.All(Enumerable.Range(0, 1000), _ => Assert.Equal(TimeSpan.Zero, policy.AfterEnd(hadJoined: true, hadWorked: true)));
    }

    [Fact]
    public void AfterEnd_OfWorkersThatEndBeforeTheyWorked_IsLaterAndLaterAndThenNever()
    {
        var policy = new ReplacementPolicy();
        var waits = new List<TimeSpan?> { policy.AfterEnd(hadJoined: true, hadWorked: false) };
        while (waits[^1] is not null && waits.Count < 100) waits.Add(policy.AfterEnd(hadJoined: true, hadWorked: false));

        Assert.Equal([0, 0.1, 0.2, 0.4, 0.8, 1.6, 2, 2], waits.Take(8).Select(wait => wait!.Value.TotalSeconds));
        Assert.Null(waits[^1]);
        Assert.Equal(31, waits.Count);
    }

    [Fact]
    public void Replacements_OfWhichFiveInARowDoNotJoin_AreGivenUp()
    {
        var policy = new ReplacementPolicy();
        Assert.NotNull(policy.AfterEnd(hadJoined: true, hadWorked: true));
        for (int i = 0; i < 4; i++) Assert.NotNull(policy.AfterEnd(hadJoined: false, hadWorked: false));
        Assert.NotNull(policy.AfterEnd(hadJoined: true, hadWorked: false));
        for (int i = 0; i < 4; i++) Assert.NotNull(policy.AfterEnd(hadJoined: false, hadWorked: false));

        Assert.Null(policy.AfterEnd(hadJoined: false, hadWorked: false));
    }
}
