using Nws.Hosts.Languages;
using Nws.TestKit;

namespace Nws.Hosts.Tests.Languages;

/// <summary>Kernels whose process starts before anybody needs it.</summary>
public sealed class KernelLaunchTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Launch_BeforeTheSettingsAreKnown_TellsThemAtTheFirstRequest()
    {
        await using var host = new KernelHost(NwsLanguage.Python, LanguageRegistry.Current, new KernelSettings());
        host.Launch();
        host.Settings = new KernelSettings { Rank = 7 };

        Assert.Equal(7, (await host.EvaluateAsync("SleighRank", [], Cancellation)).To<int>());
        Assert.Equal(1, host.Generation);
    }

    [Fact]
    public async Task Dispose_OfAKernelThatNobodyAsked_EndsIt()
    {
        var host = new KernelHost(NwsLanguage.Python, LanguageRegistry.Current, new KernelSettings());
        host.Launch();

        await host.DisposeAsync().AsTask().Soon();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => host.EvaluateAsync("1", [], Cancellation));
    }

    [Fact]
    public async Task Launch_WithoutAnInterpreter_FailsTheFirstRequest_AndNoDispose()
    {
        var nothing = new LanguageRegistry(_ => null, AppContext.BaseDirectory);
        await using var unused = new KernelHost(NwsLanguage.Python, nothing, new KernelSettings());
        await using var host = new KernelHost(NwsLanguage.Python, nothing, new KernelSettings());
        unused.Launch();
        host.Launch();

        await Assert.ThrowsAsync<LanguageUnavailableException>(() => host.EvaluateAsync("1", [], Cancellation));
    }
}
