namespace Nws.Hosts.Tests.Soak;

/// <summary>Time limits that end as values come.</summary>
public sealed class TimeLimitRaceTests(ITestOutputHelper output) : RaceScenario(output)
{
    [Fact]
    public Task TimeLimitsThatEndAsValuesCome_LoseAndRepeatNothing() => RunAsync("timeout race", async (workspace, random) =>
    {
        try
        {
            return await workspace.FetchAsync<int>("x", Moment(random), Cancellation);
        }
        catch (NwsTimeoutException)
        {
            return null;
        }
    });
}
