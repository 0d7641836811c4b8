using Nws.Hosts.Languages;
using Nws.TestKit;

namespace Nws.Hosts.Tests.Languages;

/// <summary>What is particular to the kernel of R: its types, its errors, its output.</summary>
public sealed class RKernelTests(RFixture fixture) : IClassFixture<RFixture>
{
    private readonly KernelHost _host = fixture.Host;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Invoke_IdentityOfEveryKindOfValue_GivesItBackUnchanged()
    {
        // The list of arguments is a container, too.
        foreach (NwsValue value in SampleValues.All.Where(value => value.Depth < NwsValue.MaxDepth))
            Assert.Equal(value, await _host.InvokeAsync("function(x) x", [value], Cancellation).WaitAsync(RSnippets.Patience, Cancellation));
    }

    [Fact]
    public async Task Evaluate_DeepestValue_ComesBackAndADeeperOneIsRefused()
    {
        const string nest = "x <- list(); for (i in seq_len(SleighArguments[[1]] - 1)) x <- list(x); x";
        Assert.Equal(NwsValue.MaxDepth, (await EvaluateAsync(nest, NwsValue.MaxDepth)).Depth);
        NwsError error = await FailureAsync(nest, NwsValue.MaxDepth + 1);
        Assert.Contains("more than 256 containers", error.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, object?> Results => new()
    {
        { "2", 2.0 }, { "2L", 2 }, { "2^31", 2147483648.0 }, { "NA", null }, { "NA_real_", null }, { "NaN", double.NaN }, { "'é日'", "é日" },
        { "c(1.5, 2)", new[] { 1.5, 2 } }, { "1:3", new[] { 1, 2, 3 } }, { "integer()", Array.Empty<int>() }, { "c(TRUE, FALSE)", new[] { true, false } },
        { "I(5L)", new[] { 5 } }, { "matrix(1:6, 2)", new[,] { { 1, 3, 5 }, { 2, 4, 6 } } }, { "array(7, 1)", new[] { 7.0 } },
        { "c('a', NA)", new object?[] { "a", null } }, { "c(1L, NA)", new object?[] { 1, null } }, { "character()", Array.Empty<object>() },
        { "list(1L, NULL, list())", new object?[] { 1, null, Array.Empty<object>() } },
        { "c(a = 1L, b = 2L)", new Dictionary<string, object?> { ["a"] = 1, ["b"] = 2 } },
        { "list(a = 1L, b = 'x')", new Dictionary<string, object?> { ["a"] = 1, ["b"] = "x" } },
        { "data.frame(n = 1:2, s = c('x', 'y'))", new Dictionary<string, object?> { ["n"] = new[] { 1, 2 }, ["s"] = new[] { "x", "y" } } },
        { "as.POSIXct(1.5, origin = '1970-01-01', tz = 'UTC')", DateTimeOffset.UnixEpoch.AddSeconds(1.5) },
        { "as.difftime(1.5, units = 'mins')", TimeSpan.FromSeconds(90) }, { "invisible(1)", null }, { "x <- 1", null },
        { "nws_tuple(1L, 'a')", (1, "a") }, { "nws_integer('18446744073709551615')", ulong.MaxValue }, { "nws_decimal('1.50')", 1.50m },
        { "as.numeric(nws_integer('4294967296'))", 4294967296.0 },
    };

    [Theory]
    [MemberData(nameof(Results))]
    public async Task Evaluate_ValueOfR_IsTheOneTheDocumentSays(string code, object? expected) =>
        Assert.Equal(NwsValue.From(expected), await EvaluateAsync(code));

    [Theory]
    [InlineData("list(rows = list(1, globalenv()))", "an environment cannot travel at ['rows'][2]")]
    [InlineData("list(f = sum)", "a function cannot travel at ['f']")]
    [InlineData("factor('a')", "a factor cannot travel")]
    [InlineData("matrix(1, 1, 1, FALSE, list('r', 'c'))", "'dimnames' cannot travel")]
    [InlineData("lm(dist ~ speed, cars)", "an object of class 'lm' cannot travel")]
    [InlineData("list(a = 1, a = 2)", "two elements have the name 'a'")]
    [InlineData("matrix('a', 2, 2)", "an array of texts cannot travel")]
    public async Task Evaluate_ValueThatCannotTravel_IsRefusedWithItsPlace(string code, string complaint) =>
        Assert.Contains(complaint, (await FailureAsync(code)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("c(SleighArguments[[1]], SleighArguments[[1]])", 12345.678901234)]
    [InlineData("x <- SleighArguments[[1]]; x[[1]]", 0.1)]
    public async Task Evaluate_Instant_CanBeCalculatedWith(string code, double seconds)
    {
        DateTimeOffset instant = DateTimeOffset.UnixEpoch.AddSeconds(seconds);
        NwsValue later = await EvaluateAsync($"{code}\nSleighArguments[[1]] + 1", instant);
        Assert.Equal(instant.AddSeconds(1), later.To<DateTimeOffset>(), TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public async Task Evaluate_ErrorInNestedCalls_StackHasTheLinesOfTheCodeInnermostFirst()
    {
        NwsError error = await FailureAsync("inner <- function() stop('no')\nouter <- function() {\n  inner()\n}\n\nouter()");
        Assert.Matches(@"^3: stop\(""no""\) at <task \d+>#1\n2: inner\(\) at <task \d+>#3\n1: outer\(\) at <task \d+>#6$", error.Stack);
    }

    [Fact]
    public async Task Evaluate_ConditionWithParent_ErrorHasACause()
    {
        const string code = "stop(structure(class = c('outer', 'error', 'condition'), list(message = 'top', call = NULL, parent = simpleError('below'))))";
        NwsError error = await FailureAsync(code);
        Assert.Equal(("outer", "simpleError", "below"), (error.Type, error.Cause?.Type, error.Cause?.Message));
    }

    [Fact]
    public async Task Evaluate_EndlessRecursion_IsAnErrorAndTheKernelGoesOn()
    {
        int kernel = (await EvaluateAsync("Sys.getpid()")).To<int>();
        NwsError error = await FailureAsync("f <- function() f(); f()");
        Assert.Contains("Overflow", error.Type, StringComparison.Ordinal);
        Assert.Equal(kernel, (await EvaluateAsync("Sys.getpid()")).To<int>());
    }

    [Fact]
    public async Task Evaluate_ManyLines_ArriveLiveAndInOrder()
    {
        List<string> printed = [];
        var first = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Collect(string stream, string text, int? element)
        {
            printed.Add($"{stream} {text}");
            first.TrySetResult();
        }
        await using KernelHost host = fixture.NewHost();
        host.Output += Collect;
        string gate = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        Task<NwsValue> task = host.EvaluateAsync(
            "cat('live\\n'); while (!file.exists(SleighArguments[[1]])) Sys.sleep(0.01)\nfor (i in 1:2500) cat(i, '\\n'); cat('no'); cat(' end'); message('é')",
            [NwsValue.From(gate)], Cancellation);
        await first.Task.WaitAsync(RSnippets.Patience, Cancellation);
        await File.WriteAllTextAsync(gate, "", Cancellation);
        await task.WaitAsync(RSnippets.Patience, Cancellation);
        File.Delete(gate);
        Assert.Equal(["stdout live\n", .. Enumerable.Range(1, 2500).Select(i => $"stdout {i} \n"), "stdout no end", "stderr é\n"], printed);
    }

    [Fact]
    public async Task Evaluate_SinkLeftOpen_EndsWithTheTask()
    {
        List<string> printed = [];
        await using KernelHost host = fixture.NewHost();
        host.Output += (_, text, _) => printed.Add(text);
        await host.EvaluateAsync("sink(tempfile()); cat('hidden\\n')", [], Cancellation).WaitAsync(RSnippets.Patience, Cancellation);
        await host.EvaluateAsync("sink(); cat('past us\\n')", [], Cancellation).WaitAsync(RSnippets.Patience, Cancellation);
        await host.EvaluateAsync("cat('shown\\n'); x <- capture.output(print(1)); cat(x, '\\n')", [], Cancellation).WaitAsync(RSnippets.Patience, Cancellation);
        Assert.Equal(["shown\n", "[1] 1 \n"], printed.Where(text => text != "past us\n"));
    }

    [Fact]
    public async Task Dispose_KernelWithTemporaryFiles_TakesThemAlong()
    {
        await using KernelHost host = fixture.NewHost();
        NwsValue folder = await host.EvaluateAsync("cat('x', file = tempfile()); tempdir()", [], Cancellation).WaitAsync(RSnippets.Patience, Cancellation);
        Assert.True(Directory.Exists(folder.To<string>()));
        await host.DisposeAsync();
        Assert.False(Directory.Exists(Path.GetDirectoryName(folder.To<string>())));
    }

    private Task<NwsValue> EvaluateAsync(string code, params object?[] arguments) =>
        _host.EvaluateAsync(code, [.. arguments.Select(NwsValue.From)], Cancellation).WaitAsync(RSnippets.Patience, Cancellation);

    private async Task<NwsError> FailureAsync(string code, params object?[] arguments) =>
        (await Assert.ThrowsAsync<LanguageTaskException>(() => EvaluateAsync(code, arguments))).Error;
}
