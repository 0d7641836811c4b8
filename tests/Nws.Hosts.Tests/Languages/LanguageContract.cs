using System.Numerics;
using Nws.Hosts.Languages;

namespace Nws.Hosts.Tests.Languages;

/// <summary>What code does alike in every language.</summary>
public abstract class LanguageContract(LanguageFixture fixture)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly KernelHost _host = fixture.Host;
    private readonly Snippets _code = fixture.Code;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Evaluate_Expression_GivesItsValue() =>
        Assert.Equal(NwsValue.From(5), await EvaluateAsync($"{_code.Argument(0)} + {_code.Argument(1)}", 2, 3));

    [Fact]
    public async Task Evaluate_LeadingBlanks_AreIgnored() => Assert.Equal(NwsValue.From(4), await EvaluateAsync($"\n   {_code.Whole(2)} + {_code.Whole(2)}"));

    [Fact]
    public async Task Evaluate_StatementsThatSetSleighValue_GiveIt() =>
        Assert.Equal(NwsValue.From(9), await EvaluateAsync(_code.SetsValue, 4));

    [Fact]
    public async Task Evaluate_SleighValueOfEarlierTask_IsForgotten()
    {
        await EvaluateAsync(_code.SetsValue, 4);
        Assert.Equal(NwsValue.From(7), await EvaluateAsync($"{_code.Whole(3)} + {_code.Whole(4)}"));
    }

    [Fact]
    public async Task Evaluate_StatementsEndingWithExpression_GiveItsValue() =>
        Assert.Equal(NwsValue.From(21), await EvaluateAsync(_code.EndsWithExpression));

    [Fact]
    public async Task Evaluate_VariableOfEarlierText_IsStillThere()
    {
        await EvaluateAsync(_code.EndsWithExpression);
        Assert.Equal(NwsValue.From(40), await EvaluateAsync("kept + kept"));
    }

    [Fact]
    public async Task Evaluate_RankAndWorkerCount_AreThoseOfTheSettings() =>
        Assert.Equal(NwsValue.From(35), await EvaluateAsync($"SleighRank * {_code.Whole(10)} + SleighWorkerCount"));

    [Fact]
    public async Task Invoke_DefinedName_CallsIt()
    {
        await _host.DefineAsync(_code.DefinesTwice, Cancellation);
        Assert.Equal(NwsValue.From(14), await InvokeAsync("twice", 7));
        Assert.Equal(NwsValue.From(10), await EvaluateAsync($"twice({_code.Whole(5)})"));
    }

    [Fact]
    public async Task Invoke_Lambda_CallsIt()
    {
        Assert.Equal(NwsValue.From(49), await InvokeAsync(_code.Square, 7));
        Assert.Equal(NwsValue.From(6.25), await InvokeAsync(_code.Square, 2.5));
    }

    [Fact]
    public async Task Invoke_LambdaOfTwoParameters_GetsThemInOrder() =>
        Assert.Equal(NwsValue.From(3), await InvokeAsync(_code.Minus, 10, 7));

    [Fact]
    public async Task Invoke_DottedName_CallsIt() => Assert.Equal(1.5, (await InvokeAsync(_code.SquareRoot, 2.25)).To<double>());

    [Fact]
    public async Task Invoke_AsynchronousFunction_IsAwaited()
    {
        await _host.DefineAsync(_code.DefinesLater, Cancellation);
        Assert.Equal(NwsValue.From(8), await InvokeAsync("later", 7));
    }

    [Fact]
    public async Task Invoke_UnknownName_FailsAndNamesIt()
    {
        var error = await Assert.ThrowsAsync<LanguageTaskException>(() => InvokeAsync("nowhere", 1));
        Assert.Contains("nowhere", error.Error.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string> KindsOfValues => [.. Kinds.Keys];

    private static readonly Dictionary<string, object?> Kinds = new()
    {
        ["nil"] = null, ["bool"] = true, ["integer"] = 42, ["negative integer"] = -1_000_000_000_000,
        ["unsigned integer"] = ulong.MaxValue, ["big integer"] = BigInteger.Pow(3, 100), ["float64"] = 2.5, ["float32"] = 0.1f,
        ["decimal"] = 1.50m, ["text"] = "Zoë 雪 😀\n\0", ["bytes"] = new byte[] { 0, 255 }, ["list"] = new object?[] { 1, "a", null },
        ["tuple"] = (1, "a"), ["set"] = new HashSet<object> { 1, "a" }, ["map"] = new Dictionary<object, object?> { ["a"] = 1, [2] = null },
        ["empty list"] = Array.Empty<object>(), ["instant"] = new DateTimeOffset(2024, 2, 29, 1, 2, 3, TimeSpan.Zero).AddTicks(12340),
        ["date-time with offset"] = new DateTimeOffset(2024, 2, 29, 1, 2, 3, TimeSpan.FromHours(5.5)),
        ["naive date-time"] = new DateTime(2024, 2, 29, 1, 2, 3, DateTimeKind.Unspecified), ["duration"] = TimeSpan.FromMilliseconds(-1500),
        ["uuid"] = new Guid("00112233-4455-6677-8899-aabbccddeeff"), ["complex"] = new Complex(1.5, -2), ["array"] = new[] { 1.5, 2.5 },
        ["matrix"] = new[,] { { 1, 2, 3 }, { 4, 5, 6 } }, ["error"] = new NwsError("KeyError", "no such key", "", "python"),
    };

    [Theory]
    [MemberData(nameof(KindsOfValues))]
    public async Task Evaluate_ArgumentGivenBack_IsEqual(string kind) =>
        Assert.Equal(NwsValue.From(Kinds[kind]), await EvaluateAsync(_code.Argument(0), Kinds[kind]));

    [Fact]
    public async Task Evaluate_CodeThrows_ErrorTellsTypeMessageAndLine()
    {
        NwsError error = (await Assert.ThrowsAsync<LanguageTaskException>(() => EvaluateAsync(_code.Throws))).Error;
        Assert.Equal((_code.ThrownType, "no luck", _code.Language.ToWireName()), (error.Type, error.Message, error.Language));
        Assert.Contains("fail", error.Stack, StringComparison.Ordinal);
        Assert.Contains(_code.LineOfThrow, error.Stack, StringComparison.Ordinal);
        Assert.DoesNotContain("kernel", error.Stack, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Evaluate_CodeDoesNotCompile_ErrorIsThatOfTheCompiler()
    {
        NwsError error = (await Assert.ThrowsAsync<LanguageTaskException>(() => EvaluateAsync(_code.Malformed))).Error;
        Assert.Equal(_code.MalformedType, error.Type);
        Assert.Contains("2", error.Message + error.Stack, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evaluate_ValueCannotTravel_FailsAndKernelGoesOn()
    {
        int before = (await EvaluateAsync(_code.ProcessId)).To<int>();
        var error = await Assert.ThrowsAsync<LanguageTaskException>(() => EvaluateAsync(_code.Unencodable));
        Assert.NotEmpty(error.Error.Message);
        Assert.Equal(before, (await EvaluateAsync(_code.ProcessId)).To<int>());
    }

    [Fact]
    public async Task Evaluate_CodePrints_OutputComesInOrderBeforeTheValue()
    {
        List<(string Stream, string Text)> printed = [];
        void Collect(string stream, string text, int? element) => printed.Add((stream, text));
        _host.Output += Collect;
        try
        {
            await EvaluateAsync(_code.Prints);
        }
        finally
        {
            _host.Output -= Collect;
        }
        Assert.Equal("one\ntwo\nthree\n", string.Concat(printed.Select(part => part.Text)));
        Assert.Equal("two\n", string.Concat(printed.Where(part => part.Stream == "stderr").Select(part => part.Text)));
    }

    [Fact]
    public async Task Evaluate_ManyAtOnce_EachGetsItsOwnValue()
    {
        IEnumerable<Task<NwsValue>> calls = Enumerable.Range(0, 100).Select(number => EvaluateAsync($"{_code.Argument(0)} + {_code.Whole(1)}", number));
        Assert.Equal(Enumerable.Range(1, 100), (await Task.WhenAll(calls)).Select(value => value.To<int>()));
    }

    private Task<NwsValue> EvaluateAsync(string code, params object?[] arguments) =>
        _host.EvaluateAsync(code, [.. arguments.Select(NwsValue.From)], Cancellation).WaitAsync(Deadline, Cancellation);

    private Task<NwsValue> InvokeAsync(string function, params object?[] arguments) =>
        _host.InvokeAsync(function, [.. arguments.Select(NwsValue.From)], Cancellation).WaitAsync(Deadline, Cancellation);
}

public sealed class CSharpLanguageTests(CSharpFixture fixture) : LanguageContract(fixture), IClassFixture<CSharpFixture>;

public sealed class PythonLanguageTests(PythonFixture fixture) : LanguageContract(fixture), IClassFixture<PythonFixture>;

public sealed class JavaScriptLanguageTests(JavaScriptFixture fixture) : LanguageContract(fixture), IClassFixture<JavaScriptFixture>;

public sealed class RLanguageTests(RFixture fixture) : LanguageContract(fixture), IClassFixture<RFixture>;

public sealed class EmbeddedJavaScriptLanguageTests(EmbeddedJavaScriptFixture fixture) : LanguageContract(fixture), IClassFixture<EmbeddedJavaScriptFixture>;
