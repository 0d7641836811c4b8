using Nws.Hosts.Languages;

namespace Nws.Hosts.Tests.Languages;

/// <summary>What every kernel suggests.</summary>
public abstract class CompletionContract(LanguageFixture fixture)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Complete_DefinedName_IsSuggestedAsAFunction()
    {
        await fixture.Host.DefineAsync(fixture.Code.DefinesTwice, Cancellation);
        Completions found = await fixture.Host.CompleteAsync("1 + twi", 7, Cancellation);
        Assert.Equal(4, found.Start);
        Assert.Contains(new CompletionItem("twice", "function"), found.Items);
    }

    [Fact]
    public async Task Complete_AfterCharactersBeyondTheBasicPlane_CountsCharacters()
    {
        await fixture.Host.DefineAsync(fixture.Code.DefinesTwice, Cancellation);
        const string code = "\"😀😀\" + twi + 1";
        Completions found = await fixture.Host.CompleteAsync(code, code.IndexOf(" + 1", StringComparison.Ordinal), Cancellation);
        Assert.Equal(code.IndexOf("twi", StringComparison.Ordinal), found.Start);
        Assert.Contains(found.Items, item => item.Text == "twice");
    }

    [Fact]
    public async Task Complete_AnyText_IsSortedAndBounded()
    {
        Completions found = await fixture.Host.CompleteAsync("", 0, Cancellation);
        Assert.InRange(found.Items.Count, 1, 1000);
        Assert.Equal(found.Items.Select(item => item.Text).Order(StringComparer.Ordinal), found.Items.Select(item => item.Text));
    }

    [Fact]
    public async Task Complete_NothingFits_GivesNothing() => Assert.Empty((await fixture.Host.CompleteAsync("zzyzx", 5, Cancellation)).Items);
}

public sealed class PythonCompletionTests(PythonFixture fixture) : CompletionContract(fixture), IClassFixture<PythonFixture>;

public sealed class CSharpCompletionContractTests(CSharpFixture fixture) : CompletionContract(fixture), IClassFixture<CSharpFixture>;

public sealed class JavaScriptCompletionTests(JavaScriptFixture fixture) : CompletionContract(fixture), IClassFixture<JavaScriptFixture>;

public sealed class RCompletionContractTests(RFixture fixture) : CompletionContract(fixture), IClassFixture<RFixture>;

public sealed class EmbeddedJavaScriptCompletionTests(EmbeddedJavaScriptFixture fixture) : CompletionContract(fixture), IClassFixture<EmbeddedJavaScriptFixture>;
