using Nws.Hosts.Languages;

namespace Nws.Hosts.Tests.Languages;

/// <summary>What maps do alike in every language.</summary>
public abstract class MapContract(LanguageFixture fixture)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    // So long that a busy machine cannot make a kernel that gives way look like one that does not.
    private static readonly TimeSpan Patient = TimeSpan.FromMinutes(1);

    private readonly Snippets _code = fixture.Code;
    private readonly MapSnippets _map = MapSnippets.Of(fixture.Code.Language);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Invoke_ManyRows_GivesValuesInOrderAndTimes()
    {
        MapPart all = await MapAsync(Calls(_code.Square, Numbers(1000)));
        Assert.Equal(Enumerable.Range(0, 1000).Select(number => NwsValue.From(number * number)), all.Values);
        Assert.Empty(all.Errors);
        Assert.Equal(1000, all.Seconds.Count);
        Assert.All(all.Seconds, seconds => Assert.InRange(seconds, 0, Deadline.TotalSeconds));
    }

    [Fact]
    public async Task NoRows_GivesNothing() => Assert.Empty((await MapAsync(Calls(_code.Square, []))).Values);

    [Fact]
    public async Task Evaluate_Rows_AreTheArguments()
    {
        MapPart all = await MapAsync(new MapRequest(MapKind.Evaluate, $"{_code.Argument(0)} + {_code.Argument(1)}", Rows([1, 10], [2, 20])));
        Assert.Equal([NwsValue.From(11), NwsValue.From(22)], all.Values);
    }

    [Fact]
    public async Task Evaluate_SleighValue_IsThatOfEachElement()
    {
        MapPart all = await MapAsync(new MapRequest(MapKind.Evaluate, _code.SetsValue, Rows([4], [5])));
        Assert.Equal([NwsValue.From(9), NwsValue.From(11)], all.Values);
    }

    [Fact]
    public async Task Invoke_DefinedOrAsynchronousFunction_IsCalled()
    {
        await fixture.Host.DefineAsync($"{_code.DefinesTwice}\n{_code.DefinesLater}", Cancellation);
        Assert.Equal([NwsValue.From(2), NwsValue.From(4)], (await MapAsync(Calls("twice", Rows([1], [2])))).Values);
        Assert.Equal([NwsValue.From(2), NwsValue.From(3)], (await MapAsync(Calls("later", Rows([1], [2])))).Values);
    }

    [Fact]
    public async Task Fixed_StandBehindTheRow_AndPermuteReordersBoth()
    {
        MapRequest minus = Calls(_code.Minus, Rows([10], [20])) with { Fixed = [NwsValue.From(3)] };
        Assert.Equal([NwsValue.From(7), NwsValue.From(17)], (await MapAsync(minus)).Values);
        Assert.Equal([NwsValue.From(-7), NwsValue.From(-17)], (await MapAsync(minus with { Permute = [1, 0] })).Values);
    }

    [Fact]
    public async Task Permute_PositionThatIsNot_IsTheErrorOfTheElement()
    {
        MapPart all = await MapAsync(Calls(_code.Minus, Rows([10], [20, 5], [30])) with { Fixed = [NwsValue.From(3)], Permute = [0, 2] });
        Assert.Equal([NwsValue.Nil, NwsValue.From(17), NwsValue.Nil], all.Values);
        Assert.Equal([0, 2], all.Errors.Keys.Order());
        Assert.All(all.Errors.Values, error => Assert.Equal(("NwsException", "argPermute asks for argument 2, but there are 2 (0 to 1)."), (error.Type, error.Message)));
    }

    [Fact]
    public async Task Fixed_ChangedByAnElement_IsAsItWasForTheNext()
    {
        MapPart all = await MapAsync(Calls(_map.Appends, Rows([1], [2], [3])) with { Fixed = [NwsValue.From(new object[] { "a", 7 })] });
        Assert.Equal(Enumerable.Repeat(NwsValue.From(3), 3), all.Values);
    }

    [Fact]
    public async Task ElementThrows_OthersHaveTheirValues()
    {
        MapPart all = await MapAsync(Calls(_map.Picky, Numbers(5)));
        Assert.Equal([NwsValue.From(0), NwsValue.From(1), NwsValue.Nil, NwsValue.From(3), NwsValue.From(4)], all.Values);
        NwsError error = Assert.Single(all.Errors, entry => entry.Key == 2).Value;
        Assert.Single(all.Errors);
        Assert.Equal(("no luck", _code.Language.ToWireName()), (error.Message, error.Language));
        Assert.DoesNotContain("kernel", error.Stack, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task ValueCannotTravel_IsTheErrorOfTheElement()
    {
        MapPart all = await MapAsync(new MapRequest(MapKind.Evaluate, _map.UnencodableAtOne, Numbers(3)));
        Assert.Equal([NwsValue.From(0), NwsValue.Nil, NwsValue.From(2)], all.Values);
        Assert.Equal(1, Assert.Single(all.Errors).Key);
    }

    [Fact]
    public async Task NoSuchFunction_IsTheErrorOfEveryElement()
    {
        MapPart all = await MapAsync(Calls("nowhere", Numbers(3)));
        Assert.Equal([0, 1, 2], all.Errors.Keys.Order());
        Assert.All(all.Errors.Values, error => Assert.Contains("nowhere", error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Malformed_IsTheErrorOfEveryElement()
    {
        MapPart all = await MapAsync(new MapRequest(MapKind.Evaluate, _code.Malformed, Numbers(2)));
        Assert.Equal([_code.MalformedType, _code.MalformedType], all.Errors.OrderBy(error => error.Key).Select(error => error.Value.Type));
    }

    [Fact]
    public async Task Marks_AreGivenBeforeEachElement_AndOutputCarriesItsPosition()
    {
        await using KernelHost host = fixture.NewHost();
        List<string> heard = [];
        host.Output += (_, text, element) => heard.Add($"{element}: {text.TrimEnd()}");
        await host.MapAsync(
            new MapRequest(MapKind.Evaluate, _map.PrintsArgument, Rows([7], [8], [9])) { Begun = position => heard.Add($"{position} begins") }, _ => { }, Cancellation);
        Assert.Equal(["0 begins", "0: 7", "1 begins", "1: 8", "2 begins", "2: 9"], heard);
        heard.Clear();
        await host.EvaluateAsync(_map.PrintsArgument, [NwsValue.From(5)], Cancellation);
        Assert.Equal([": 5"], heard);
    }

    [Fact]
    public async Task Patience_ElementThatRanLonger_IsTheLast()
    {
        MapRequest dawdles = Calls(_map.Dawdles, Rows([0], [2], [3]));
        Assert.Equal([NwsValue.From(0)], (await MapAsync(dawdles with { Patience = TimeSpan.FromSeconds(0.05) })).Values);
        Assert.Equal(3, (await MapAsync(dawdles with { Patience = Deadline })).Values.Count);
    }

    [Fact]
    public async Task Seed_NumbersDependOnSeedAndElementAlone()
    {
        MapRequest draw = Calls(_map.Random, Numbers(10)) with { Seed = 42 };
        MapPart whole = await MapAsync(draw);
        MapPart end = await MapAsync(draw with { Rows = [.. draw.Rows.Skip(4)], First = 4 });
        MapPart beginning = await MapAsync(draw with { Rows = [.. draw.Rows.Take(4)] });
        Assert.Equal(whole.Values, [.. beginning.Values, .. end.Values]);
        Assert.Equal(10, whole.Values.Distinct().Count());
        Assert.Empty(whole.Values.Intersect((await MapAsync(draw with { Seed = 43 })).Values));
        Assert.All(whole.Values.SelectMany(pair => pair.Items), number => Assert.InRange(number.To<double>(), 0, 1));
    }

    [Theory]
    [InlineData(-1L)]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    [InlineData(1L << 40)]
    public async Task Seed_AnyInteger_IsTaken(long seed)
    {
        MapRequest draw = Calls(_map.Random, Numbers(2)) with { Seed = seed, First = 1L << 40 };
        MapPart once = await MapAsync(draw);
        Assert.Empty(once.Errors);
        Assert.Equal(once.Values, (await MapAsync(draw)).Values);
    }

    [Fact]
    public async Task NoSeed_NumbersAreOthersEveryTime_AlsoBehindAMapWithSeed()
    {
        MapRequest draw = Calls(_map.Random, Numbers(3));
        MapPart seeded = await MapAsync(draw with { Seed = 42 });
        MapPart free = await MapAsync(draw);
        await MapAsync(draw with { Seed = 42 });
        MapPart again = await MapAsync(draw);
        Assert.Equal(9, seeded.Values.Concat(free.Values).Concat(again.Values).Distinct().Count());
    }

    [Fact]
    public async Task Interrupt_EndsElementAndRequest_AndKeepsWhatWasDone()
    {
        await using KernelHost host = fixture.NewHost(Patient);
        await host.DefineAsync(_code.DefinesTwice, Cancellation);
        List<MapPart> parts = [];
        Task map = await BeginAsync(host, Calls(_map.Dawdles, Rows([3], [2], [1], [4])), parts.Add);
        Assert.True(await host.InterruptAsync().WaitAsync(Deadline, Cancellation));
        await Assert.ThrowsAsync<LanguageTaskException>(() => map.WaitAsync(Deadline, Cancellation));
        Assert.Equal([NwsValue.From(3), NwsValue.From(2)], Joined(parts).Values);
        Assert.Empty(Joined(parts).Errors);
        Assert.Equal(NwsValue.From(8), await host.InvokeAsync("twice", [NwsValue.From(4)], Cancellation).WaitAsync(Deadline, Cancellation));
        Assert.Equal(1, host.Generation);
    }

    [Fact]
    public async Task Parts_ArriveWhileItRuns()
    {
        await using KernelHost host = fixture.NewHost(Patient);
        var arrived = new TaskCompletionSource<MapPart>(TaskCreationOptions.RunContinuationsAsynchronously);
        Task map = await BeginAsync(host, Calls(_map.Dawdles, Rows([2], [0], [1])), part => arrived.TrySetResult(part));
        MapPart first = await arrived.Task.WaitAsync(Deadline, Cancellation);
        Assert.False(map.IsCompleted);
        Assert.Equal((0, NwsValue.From(2)), (first.First, first.Values[0]));
        await host.InterruptAsync().WaitAsync(Deadline, Cancellation);
        await Assert.ThrowsAsync<LanguageTaskException>(() => map.WaitAsync(Deadline, Cancellation));
    }

    [Fact]
    public async Task Set_EvaluateInvokeAndMap_SeeTheVariable()
    {
        await using KernelHost host = fixture.NewHost();
        await host.SetAsync("shared", NwsValue.From(40), Cancellation);
        Assert.Equal(NwsValue.From(40), await host.EvaluateAsync("shared", [], Cancellation));
        Assert.Equal(NwsValue.From(42), await host.InvokeAsync(_map.AddsShared, [NwsValue.From(2)], Cancellation));
        Assert.Equal([NwsValue.From(41)], (await MapAsync(host, Calls(_map.AddsShared, Rows([1])))).Values);
        await host.SetAsync("shared", NwsValue.From(1.25), Cancellation);
        Assert.Equal([NwsValue.From(1.75)], (await MapAsync(host, Calls(_map.AddsShared, Rows([0.5])))).Values);
    }

    [Fact]
    public async Task Unset_VariableIsGone_AndMayComeBack()
    {
        await using KernelHost host = fixture.NewHost();
        await host.UnsetAsync("shared", Cancellation);
        await host.SetAsync("shared", NwsValue.From("text"), Cancellation);
        await host.UnsetAsync("shared", Cancellation);
        var error = await Assert.ThrowsAsync<LanguageTaskException>(() => host.EvaluateAsync("shared", [], Cancellation));
        Assert.Contains("shared", error.Error.Message, StringComparison.Ordinal);
        await host.SetAsync("shared", NwsValue.From(3), Cancellation);
        Assert.Equal(NwsValue.From(3), await host.EvaluateAsync("shared", [], Cancellation));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("if")]
    [InlineData("x; y = 1")]
    public async Task SetAndUnset_NameThatIsNoIdentifier_IsRefused(string name)
    {
        string refusal = (await Assert.ThrowsAsync<LanguageTaskException>(() => fixture.Host.SetAsync(name, NwsValue.From(1), Cancellation))).Error.Message;
        Assert.Contains($"'{name}'", refusal, StringComparison.Ordinal);
        await Assert.ThrowsAsync<LanguageTaskException>(() => fixture.Host.UnsetAsync(name, Cancellation));
    }

    [Fact]
    public async Task Preamble_NameThatIsNoIdentifier_IsLeftOut()
    {
        await using KernelHost host = fixture.NewHost();
        host.Preamble.Set("if", NwsValue.From(1));
        host.Preamble.Set("shared", NwsValue.From(2));
        Assert.Equal(NwsValue.From(2), await host.EvaluateAsync("shared", [], Cancellation));
    }

    private static MapRequest Calls(string function, IReadOnlyList<NwsValue> rows) => new(MapKind.Invoke, function, rows);

    private static NwsValue[] Numbers(int count) => Rows([.. Enumerable.Range(0, count).Select(number => new object[] { number })]);

    private static NwsValue[] Rows(params object[][] rows) => [.. rows.Select(NwsValue.From)];

    private Task<MapPart> MapAsync(MapRequest request) => MapAsync(fixture.Host, request);

    private static async Task<MapPart> MapAsync(KernelHost host, MapRequest request)
    {
        List<MapPart> parts = [];
        await host.MapAsync(request, parts.Add, Cancellation).WaitAsync(Deadline, Cancellation);
        return Joined(parts);
    }

    private static MapPart Joined(List<MapPart> parts) => new(
        0, [.. parts.SelectMany(part => part.Values)], parts.SelectMany(part => part.Errors).ToDictionary(), [.. parts.SelectMany(part => part.Seconds)]);

    /// <summary>Starts a map and waits until it has printed something.</summary>
    private static async Task<Task> BeginAsync(KernelHost host, MapRequest request, Action<MapPart> part)
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Output += (_, _, _) => begun.TrySetResult();
        Task map = host.MapAsync(request, part, Cancellation);
        await begun.Task.WaitAsync(Deadline, Cancellation);
        return map;
    }
}

public sealed class CSharpMapTests(CSharpFixture fixture) : MapContract(fixture), IClassFixture<CSharpFixture>;

public sealed class PythonMapTests(PythonFixture fixture) : MapContract(fixture), IClassFixture<PythonFixture>;

public sealed class JavaScriptMapTests(JavaScriptFixture fixture) : MapContract(fixture), IClassFixture<JavaScriptFixture>;

public sealed class RMapTests(RFixture fixture) : MapContract(fixture), IClassFixture<RFixture>;

public sealed class EmbeddedJavaScriptMapTests(EmbeddedJavaScriptFixture fixture) : MapContract(fixture), IClassFixture<EmbeddedJavaScriptFixture>;
