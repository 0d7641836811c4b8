using Nws.Hosts.Languages;
using Nws.TestKit;
using Nws.Values;

namespace Nws.Hosts.Tests.Languages;

/// <summary>Code of each language uses the workspaces of its Sleigh, on a real server.</summary>
public sealed class TaskWorkspaceTests : IAsyncLifetime
{
    private const string UserWorkspace = "sleigh_user_0001";
    private const string Token = "open sesame";

    private TestServer _server = null!;
    private NwsServer _master = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync(new() { Token = Token });
        _master = await _server.ConnectAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _master.DisposeAsync();
        await _server.DisposeAsync();
    }

    public static TheoryData<NwsLanguage> Languages => [.. Enum.GetValues<NwsLanguage>()];

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task Evaluate_WorkspaceIsThere_CodeStoresIntoIt(NwsLanguage language)
    {
        NetWorkSpace workspace = await _master.OpenWsAsync(UserWorkspace, cancellationToken: Cancellation);
        await using KernelHost host = NewHost(language);
        await host.EvaluateAsync(Snippets.Of(language).StoresGreeting, [], Cancellation).Soon();
        Assert.Equal("hello", await workspace.FetchAsync<string>("greeting", cancellationToken: Cancellation).Soon());
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task Evaluate_WorkspaceComesLater_FailsFirstAndSucceedsThen(NwsLanguage language)
    {
        await using KernelHost host = NewHost(language);
        Snippets code = Snippets.Of(language);
        var error = await Assert.ThrowsAsync<LanguageTaskException>(() => host.EvaluateAsync(code.StoresGreeting, [], Cancellation).Soon());
        Assert.Contains(UserWorkspace, error.Error.Message, StringComparison.Ordinal);
        NetWorkSpace workspace = await _master.OpenWsAsync(UserWorkspace, cancellationToken: Cancellation);
        await host.EvaluateAsync(code.StoresGreeting, [], Cancellation).Soon();
        Assert.Equal("hello", await workspace.FetchAsync<string>("greeting", cancellationToken: Cancellation).Soon());
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task Evaluate_OutsideOfASleigh_SaysSo(NwsLanguage language)
    {
        await using var host = new KernelHost(language, LanguageRegistry.Current, new KernelSettings());
        var error = await Assert.ThrowsAsync<LanguageTaskException>(
            () => host.EvaluateAsync(Snippets.Of(language).StoresGreeting, [], Cancellation).Soon());
        Assert.Contains("does not run in a Sleigh", error.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evaluate_EmbeddedJavaScript_DoesWhatTheClientForNodeDoes()
    {
        NetWorkSpace workspace = await _master.OpenWsAsync(UserWorkspace, cancellationToken: Cancellation);
        await using KernelHost host = EmbeddedJavaScript.NewHost(Settings);
        NwsValue told = await host.EvaluateAsync(
            """
            const ws = SleighUserNws;
            await ws.declare('x', 'lifo');
            await Promise.all([ws.store('x', 1n << 70n), ws.store('y', [1, { a: null }])]);
            const refused = await ws.declare('x', 'fifo').catch((error) => error.name);
            const late = await ws.fetch('nothing', { timeout: 0.01 }).catch((error) => error.name);
            const found = [await ws.find('y'), await ws.findTry('y'), await ws.fetchTry('nothing', 'none'), await ws.fetchTry('x'), await ws.fetch('y')];
            const before = (await ws.listVars()).map(({ name, mode }) => `${name} ${mode}`);
            await ws.deleteVar('x');
            [...found, refused, late, before.includes('x lifo'), (await ws.listVars()).some(({ name }) => name === 'x'), ws.currentWs()]
            """,
            [],
            Cancellation).Soon();
        Assert.Equal(
            """[[1, {"a": null}], [1, {"a": null}], "none", 1180591620717411303424, [1, {"a": null}], "NwsDeclarationFailedException", "NwsTimeoutException", true, false, "sleigh_user_0001"]""",
            told.Render(NwsNotation.Json, RenderLimits.None));
        Assert.DoesNotContain(await workspace.ListVarsAsync(Cancellation), variable => variable.Name == "x");
    }

    [Theory]
    [InlineData("C#", "await SleighUserNws.FetchAsync(\"late\")")]
    [InlineData("Python", "SleighUserNws.fetch('late')")]
    [InlineData("JavaScript", "await SleighUserNws.fetch('late')")]
    [InlineData("R", "SleighUserNws$fetch('late')")]
    [InlineData("embedded JavaScript", "await SleighUserNws.fetch('late')")]
    public async Task Evaluate_FetchWaitsAndIsInterrupted_LosesNoValue(string kernel, string fetch)
    {
        NetWorkSpace workspace = await _master.OpenWsAsync(UserWorkspace, cancellationToken: Cancellation);
        await using KernelHost host = NewHost(kernel);
        await InterruptAsync(host, fetch, () => Task.CompletedTask);
        await workspace.StoreAsync("late", 7, Cancellation);
        Assert.Equal(NwsValue.From(7), await host.EvaluateAsync(fetch, [], Cancellation).Soon());
        Assert.Equal(1, host.Generation);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Evaluate_TaskThatIsBusyBehindItsFetchIsInterrupted_TakesNoValue(bool comesBefore)
    {
        NetWorkSpace workspace = await _master.OpenWsAsync(UserWorkspace, cancellationToken: Cancellation);
        await using KernelHost host = NewHost("embedded JavaScript");
        Task StoreAsync() => workspace.StoreAsync("late", 7, Cancellation);
        // The loop does not see a value that comes; one that comes behind the interrupt may find the fetch still there.
        await InterruptAsync(host, "SleighUserNws.fetch('late'); while (true) { }", () => comesBefore ? StoreAsync() : Task.CompletedTask);
        if (!comesBefore) await StoreAsync();
        Assert.Equal(7, await workspace.FetchAsync<int>("late", cancellationToken: Cancellation).Soon());
        Assert.Equal(1, host.Generation);
    }

    /// <summary>Lets a task fetch, does something, and interrupts it.</summary>
    private async Task InterruptAsync(KernelHost host, string fetch, Func<Task> meanwhile)
    {
        NetWorkSpace workspace = await _master.UseWsAsync(UserWorkspace, cancellationToken: Cancellation);
        using var cancel = new CancellationTokenSource();
        Task<NwsValue> waits = host.EvaluateAsync(fetch, [], cancel.Token);
        await Eventually.TrueAsync(async () => (await workspace.ListVarsAsync(Cancellation)).Any(variable => variable.FetcherCount > 0));
        await meanwhile();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waits.Soon());
    }

    private KernelSettings Settings => new() { Server = _server.Endpoint.ToString(), Token = Token, User = UserWorkspace };

    private KernelHost NewHost(string kernel) => kernel switch
    {
        "C#" => NewHost(NwsLanguage.CSharp),
        "Python" => NewHost(NwsLanguage.Python),
        "JavaScript" => NewHost(NwsLanguage.JavaScript),
        "R" => NewHost(NwsLanguage.R),
        _ => EmbeddedJavaScript.NewHost(Settings),
    };

    private KernelHost NewHost(NwsLanguage language) => new(
        language,
        LanguageRegistry.Current,
        Settings);
}
