namespace Nws.Hosts.Tests.Soak;

/// <summary>Cancellations as values come.</summary>
public sealed class CancellationRaceTests(ITestOutputHelper output) : RaceScenario(output)
{
    [Fact]
    public Task CancellationsAsValuesCome_LoseAndRepeatNothing() => RunAsync("cancel race", async (workspace, random) =>
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(Moment(random));
        try
        {
            return await workspace.FetchAsync<int>("x", cancellationToken: limit.Token);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    });
}
