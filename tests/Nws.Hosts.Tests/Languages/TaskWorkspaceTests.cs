using Nws.Hosts.Languages;
using Nws.TestKit;

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

    private KernelHost NewHost(NwsLanguage language) => new(
        language,
        LanguageRegistry.Current,
        new KernelSettings { Server = _server.Endpoint.ToString(), Token = Token, User = UserWorkspace });
}
