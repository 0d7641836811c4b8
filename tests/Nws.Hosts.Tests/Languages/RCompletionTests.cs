using Nws.Hosts.Languages;

namespace Nws.Hosts.Tests.Languages;

public sealed class RCompletionTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("median.def", 10, 0, "median.default function")]
    [InlineData("1 + stats::media", 16, 11, "median function,median.default function")]
    [InlineData("é$ab", 4, 2, "abc property,abd property")]
    [InlineData("é$list$", 7, 7, "deep property")]
    [InlineData("whil + 1", 4, 0, "while keyword")]
    [InlineData("trap", 4, 0, "trap variable")]
    [InlineData("trap$", 5, 5, "")]
    [InlineData("x <- 'medi", 10, 6, "")]
    [InlineData("f('a b', medi", 13, 9, "median function,median.default function")]
    public async Task Complete_Prefix_GivesNamesAndRunsNothing(string code, int cursor, int start, string expected)
    {
        await using var host = new KernelHost(NwsLanguage.R, LanguageRegistry.Current, new KernelSettings());
        await host.DefineAsync(
            "é <- list(abd = 1, abc = 2, list = list(deep = 3)); ran <- FALSE; rm(list = intersect('trap', ls())); "
            + "makeActiveBinding('trap', function() { ran <<- TRUE; list(inside = 1) }, globalenv())",
            Cancellation).WaitAsync(RSnippets.Patience, Cancellation);
        Completions found = await host.CompleteAsync(code, cursor, Cancellation).WaitAsync(RSnippets.Patience, Cancellation);
        Assert.Equal(start, found.Start);
        Assert.Equal(expected, string.Join(",", found.Items.Select(item => $"{item.Text} {item.Kind}")));
        Assert.Equal(NwsValue.From(false), await host.EvaluateAsync("ran", [], Cancellation).WaitAsync(RSnippets.Patience, Cancellation));
    }
}
