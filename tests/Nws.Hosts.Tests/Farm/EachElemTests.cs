namespace Nws.Hosts.Tests.Farm;

public sealed class EachElemTests(SleighFixture fixture) : IClassFixture<SleighFixture>
{
    private readonly Sleigh _sleigh = fixture.Sleigh;

    public static TheoryData<NwsLanguage, string, SleighTaskType> Squares => new()
    {
        { NwsLanguage.Python, "SleighArguments[0] ** 2", SleighTaskType.Eval },
        { NwsLanguage.Python, "lambda x: x * x", SleighTaskType.Invoke },
        { NwsLanguage.JavaScript, "SleighArguments[0] ** 2", SleighTaskType.Eval },
        { NwsLanguage.JavaScript, "x => x * x", SleighTaskType.Invoke },
        { NwsLanguage.CSharp, "SleighArguments[0] * SleighArguments[0]", SleighTaskType.Eval },
        { NwsLanguage.CSharp, "(long x) => x * x", SleighTaskType.Invoke },
        { NwsLanguage.R, "SleighArguments[[1]]^2", SleighTaskType.Eval },
        { NwsLanguage.R, "function(x) x * x", SleighTaskType.Invoke },
    };

    [Theory]
    [MemberData(nameof(Squares))]
    public async Task EachElem_OfEveryLanguage_ReturnsResultsInTheOrderOfTheElements(NwsLanguage language, string code, SleighTaskType type)
    {
        var squares = await _sleigh.EachElemAsync<long>(
            new Code(language, code, type), Enumerable.Range(0, 50), cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(Enumerable.Range(0, 50).Select(x => (long)x * x), squares);
    }

    [Fact]
    public async Task EachElem_WithFixedArguments_PutsThemBehindTheVaryingOnes()
    {
        var differences = await _sleigh.EachElemAsync<int>(
            Code.Python("lambda x, y: x - y"), new[] { 1, 2, 3 }, [10], cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal([-9, -8, -7], differences);
    }

    [Fact]
    public async Task EachElem_WithArgPermute_ReordersAndDropsArguments()
    {
        var code = Code.Python("lambda *arguments: list(arguments)");
        var options = new EachOptions { ArgPermute = [2, 0] };

        var rows = await _sleigh.EachElemAsync<List<int>>(code, SleighElements.Zip(new[] { 1, 2 }, new[] { 3, 4 }), [5], options, TestContext.Current.CancellationToken);

        Assert.Equal([[5, 1], [5, 2]], rows);
    }

    [Fact]
    public async Task EachElem_WithListsOfDifferentLength_StopsAtTheShortest()
    {
        var sums = await _sleigh.EachElemAsync<int>(
            Code.JavaScript("(x, y) => x + y"),
            SleighElements.Zip(Enumerable.Range(0, 100), new[] { 10, 20, 30 }),
            cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal([10, 21, 32], sums);
    }

    [Fact]
    public async Task EachElem_WithALoadFactor_GivesTheSameResults()
    {
        var code = Code.Python("lambda x: x + 1");

        var results = await _sleigh.EachElemAsync<int>(
            code, Enumerable.Range(0, 40), options: new EachOptions { LoadFactor = 1 }, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(Enumerable.Range(1, 40), results);
    }

    [Fact]
    public async Task EachElem_OfNothing_ReturnsNothing() =>
        Assert.Empty(await _sleigh.EachElemAsync(Code.Python("1"), Array.Empty<int>(), cancellationToken: TestContext.Current.CancellationToken));

    [Fact]
    public async Task EachElem_WithAnAccumulator_GivesItEveryResultOnce()
    {
        var seen = new Dictionary<int, int>();
        var options = new EachOptions { Accumulator = (tag, value) => seen.Add(tag, value.To<int>()) };

        await _sleigh.EachElemAsync(
            Code.Python("lambda x: -x"), Enumerable.Range(0, 20), options: options, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(Enumerable.Range(0, 20).ToDictionary(x => x, x => -x), seen);
    }

    [Theory]
    [InlineData(NwsLanguage.Python, "lambda x: 1 / x", "ZeroDivisionError", "division by zero")]
    [InlineData(NwsLanguage.JavaScript, "x => { if (x === 0) throw new RangeError('no zero'); return x; }", "RangeError", "no zero")]
    [InlineData(NwsLanguage.CSharp, "(int x) => 1 / x", "DivideByZeroException", "divide by zero")]
    [InlineData(NwsLanguage.R, "function(x) if (x == 0) stop('no zero') else x", "simpleError", "no zero")]
    public async Task EachElem_WhenATaskFails_ThrowsItsErrorWithTheRemoteStack(NwsLanguage language, string code, string type, string message)
    {
        var fault = await Assert.ThrowsAsync<SleighTaskException>(() => _sleigh.EachElemAsync(
            new Code(language, code, SleighTaskType.Invoke), new[] { 1, 0, 2 }, cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal(1, fault.Tag);
        Assert.Equal(type, fault.Error.Type);
        Assert.Contains(message, fault.Error.Message, StringComparison.Ordinal);
        Assert.Equal(language.ToWireName(), fault.Error.Language);
        Assert.NotEmpty(fault.Error.Stack);
        Assert.Contains(type, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EachElem_CollectingErrors_ReturnsThemInTheirPlaces()
    {
        var options = new EachOptions { CollectErrors = true };

        var results = await _sleigh.EachElemAsync(
            Code.Python("lambda x: 1 // x"), new[] { 1, 0, -1 }, options: options, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(1, results[0].To<int>());
        Assert.Equal("ZeroDivisionError", results[1].To<NwsError>().Type);
        Assert.Equal(-1, results[2].To<int>());
    }

    [Fact]
    public async Task EachElem_WhenATaskKillsItsKernel_ReportsHowAndTheOthersAreDone()
    {
        var options = new EachOptions { CollectErrors = true };

        var results = await _sleigh.EachElemAsync(
            Code.Python("lambda x: x if x != 3 else __import__('os')._exit(7)"),
            Enumerable.Range(0, 10), options: options, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Contains("7", results[3].To<NwsError>().Message, StringComparison.Ordinal);
        Assert.Equal(Enumerable.Range(0, 10).Where(x => x != 3), results.Where((_, x) => x != 3).Select(result => result.To<int>()));
    }

    [Fact]
    public async Task EachElem_SeveralAtOnce_KeepsTheirResultsApart()
    {
        var calls = Enumerable.Range(0, 5).Select(n => _sleigh.EachElemAsync<int>(
            Code.Python("lambda x, n: x * n"), Enumerable.Range(0, 20), [n], cancellationToken: TestContext.Current.CancellationToken));

        var results = await Task.WhenAll(calls);

        for (int n = 0; n < 5; n++) Assert.Equal(Enumerable.Range(0, 20).Select(x => x * n), results[n]);
    }

    [Fact]
    public async Task CSharpTask_StoresItsDynamicArgumentWithTheBlockingForms()
    {
        var code = Code.CSharp("var name = $\"own{SleighArguments[0]}\"; SleighUserNws.Store(name, SleighArguments[0]); SleighUserNws.Fetch<int>(name)");

        Assert.Equal([4, 5], await _sleigh.EachElemAsync<int>(code, new[] { 4, 5 }, cancellationToken: TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task EachElem_WithAnArgumentThatCannotTravel_SaysWhich()
    {
        var fault = await Assert.ThrowsAsync<NwsValueException>(() => _sleigh.EachElemAsync(
            Code.Python("1"), new object[] { (Action)(() => { }) }, cancellationToken: TestContext.Current.CancellationToken));

        Assert.Contains("Action", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tasks_OfDifferentLanguages_ShareTheUserWorkspaceExactly()
    {
        await _sleigh.UserNws.StoreAsync("big", System.Numerics.BigInteger.Pow(10, 40), TestContext.Current.CancellationToken);

        await _sleigh.EachElemAsync(
            Code.Python("SleighUserNws.store('bigger', SleighUserNws.fetch('big') + 1)"), new[] { 0 }, cancellationToken: TestContext.Current.CancellationToken);
        await _sleigh.EachElemAsync(
            Code.JavaScript("await SleighUserNws.store('biggest', await SleighUserNws.fetch('bigger') + 1n)"), new[] { 0 }, cancellationToken: TestContext.Current.CancellationToken);

        var biggest = await _sleigh.UserNws.FetchAsync<System.Numerics.BigInteger>("biggest", TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Assert.Equal(System.Numerics.BigInteger.Pow(10, 40) + 2, biggest);
    }
}
