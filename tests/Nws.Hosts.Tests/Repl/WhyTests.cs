using Nws.Hosts.Tests.Worker;
using Nws.TestKit;

namespace Nws.Hosts.Tests.Repl;

/// <summary>Why does nothing come: <c>#why</c>, and the hint of the prompt for code that waits.</summary>
public sealed class WhyTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Why_NobodyWaits_SaysSo()
    {
        await using var fixture = await SessionFixture.StartAsync();

        Assert.Equal(["show Nobody waits."], await fixture.EnterAsync("#why"));
        Assert.Equal(["complain Workspace 'none' does not exist."], await fixture.EnterAsync("#why none"));
    }

    [Fact]
    public async Task Why_SomebodyWaitsForAMistypedName_TellsWhoAndWhatIsThere()
    {
        await using var fixture = await SessionFixture.StartAsync();
        var workspace = await fixture.Session.WorkspaceAsync(Cancellation);
        await workspace.StoreAllAsync("result", new[] { 1, 2, 3, 4 }, cancellationToken: Cancellation);
        Task<NwsValue> waits = workspace.FetchAsync("reslt", cancellationToken: Cancellation);
        await Eventually.TrueAsync(async () => (await workspace.Server.ListWaitsAsync(cancellationToken: Cancellation)).Count == 1, "it waits");

        string line = Assert.Single(await fixture.EnterAsync("#why"));

        Assert.Matches("^show fetch of 'reslt' in '__default' has waited [0-9]+ s: client ", line);
        Assert.EndsWith(", csharp\n  nobody ever stored 'reslt'; 4 values are in 'result'", line, StringComparison.Ordinal);
        await workspace.StoreAsync("reslt", 5, Cancellation);
        Assert.Equal(5, (await waits.Soon()).To<int>());
    }

    [Fact]
    public async Task Why_WorkersWaitForTasks_CountsThemAndTellsTheCommandThatListsThem()
    {
        await using var fixture = await SessionFixture.StartAsync();
        var server = (await fixture.Session.WorkspaceAsync(Cancellation)).Server;
        var hill = await server.OpenWsAsync("farm hill", cancellationToken: Cancellation);
        Task<NwsValue>[] waits = [hill.FindAsync("Sleigh ride over", cancellationToken: Cancellation), hill.FetchAsync("task@0", cancellationToken: Cancellation)];
        await Eventually.TrueAsync(async () => (await server.ListWaitsAsync(cancellationToken: Cancellation)).Count == 2, "they wait");

        Assert.Equal(["show the keeper and the workers of 'farm hill' wait for tasks, by 2 requests; #why farm hill lists them"], await fixture.EnterAsync("#why"));
        Assert.Contains("fetch of 'task@0' in 'farm hill' has waited", Assert.Single(await fixture.EnterAsync("#why farm hill")), StringComparison.Ordinal);
        await hill.StoreAsync("Sleigh ride over", 1, Cancellation);
        await hill.StoreAsync("task@0", 1, Cancellation);
        await Task.WhenAll(waits).Soon();
    }

    [Fact]
    public async Task Submit_OfCodeThatWaitsLong_TellsWhy()
    {
        NetWorkSpace? workspace = null;
        await using var fixture = await SessionFixture.StartAsync((language, _) => new FakeLanguageHost(language, (code, _, cancellation) => code.Length == 0 ? Task.FromResult(NwsValue.Nil) : workspace!.FetchAsync(code, cancellationToken: cancellation)));
        workspace = await fixture.Session.WorkspaceAsync(Cancellation);
        await workspace.StoreAsync("result", 1, Cancellation);
        fixture.Session.Hint.Patience = TimeSpan.FromSeconds(0.2);

        Task entered = fixture.EnterAsync("#cs", "reslt");
        await Eventually.TrueAsync(() => fixture.Display.Lines.Count > 0, "the hint is shown");
        await workspace.StoreAsync("reslt", 5, Cancellation);
        await entered.Soon();

        Assert.Equal(["say fetch of 'reslt' in '__default' waits: nobody ever stored 'reslt'; 1 value is in 'result'", "show 5"], fixture.Display.Lines);
    }
}
