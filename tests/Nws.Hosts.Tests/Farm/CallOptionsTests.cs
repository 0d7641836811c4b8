using Nws.TestKit;

namespace Nws.Hosts.Tests.Farm;

/// <summary>Options of a call, by real workers.</summary>
public sealed class CallOptionsTests(SleighFixture fixture) : IClassFixture<SleighFixture>
{
    private readonly Sleigh _sleigh = fixture.Sleigh;

    public static TheoryData<NwsLanguage, string> Randoms => new()
    {
        { NwsLanguage.CSharp, "SleighRandom.NextDouble()" },
        { NwsLanguage.Python, "__import__('random').random()" },
        { NwsLanguage.JavaScript, "Math.random()" },
        { NwsLanguage.R, "runif(1)" },
    };

    public static TheoryData<NwsLanguage, string> Uses => new()
    {
        { NwsLanguage.CSharp, "(int)rate * x" },
        { NwsLanguage.Python, "rate * x" },
        { NwsLanguage.JavaScript, "rate * x" },
        { NwsLanguage.R, "as.integer(rate * x)" },
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Randoms))]
    public async Task RngSeed_MakesNumbersTheSame_HoweverElementsAreGrouped(NwsLanguage language, string code)
    {
        async Task<IReadOnlyList<double>> DrawAsync(int chunk, long seed) => await _sleigh.EachElemAsync<double>(
            Code.Of(language, code), Enumerable.Range(0, 12), options: new EachOptions { RngSeed = seed, ChunkSize = chunk }, cancellationToken: Cancellation);

        var one = await DrawAsync(1, 5);

        Assert.Equal(one, await DrawAsync(5, 5));
        Assert.NotEqual(one, await DrawAsync(5, 6));
        Assert.Equal(12, one.Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Uses))]
    public async Task Exports_AreVariablesOfEveryLanguage(NwsLanguage language, string code)
    {
        await _sleigh.ExportAsync("rate", 3, Cancellation);

        Assert.Equal([3, 6, 9], await _sleigh.EachElemAsync<int>(Code.Of(language, code, "x"), new[] { 1, 2, 3 }, cancellationToken: Cancellation));
    }

    [Fact]
    public async Task Unexport_TakesAVariableAway()
    {
        await _sleigh.ExportAsync("fleeting", 1, Cancellation);
        await _sleigh.UnexportAsync("fleeting", Cancellation);

        var fault = await Assert.ThrowsAsync<SleighTaskException>(() => _sleigh.EachElemAsync(Code.Python("fleeting"), new[] { 1 }, cancellationToken: Cancellation));

        Assert.Equal("NameError", fault.Error.Type);
    }

    [Fact]
    public async Task TimeLimit_EndsTheElementThatIsOverIt_AndTheOthersAreDone()
    {
        var options = new EachOptions { TimeLimit = TimeSpan.FromSeconds(1), CollectErrors = true, ChunkSize = 3 };

        var results = await _sleigh.EachElemAsync(
            Code.Python("__import__('time').sleep(1000) if x == 1 else x", "x"), new[] { 0, 1, 2 }, options: options, cancellationToken: Cancellation);

        Assert.Equal((0, 2), (results[0].To<int>(), results[2].To<int>()));
        Assert.Equal("TaskTimeout", results[1].To<NwsError>().Type);
    }

    [Theory]
    [InlineData(NwsLanguage.Python, "print('seen', x)", "x")]
    [InlineData(NwsLanguage.JavaScript, "console.log('seen', x)", "x")]
    public async Task Output_TellsWhoPrintedWhat(NwsLanguage language, string code, string parameter)
    {
        var heard = new List<SleighOutput>();

        await _sleigh.EachElemAsync(Code.Of(language, code, parameter), new[] { 7, 8 }, options: new EachOptions { Output = heard.Add, ChunkSize = 1 }, cancellationToken: Cancellation);

        Assert.Equal([(0, "stdout", "seen 7\n"), (1, "stdout", "seen 8\n")], heard.Select(piece => (piece.Tag!.Value, piece.Stream, piece.Text)).Order());
    }

    [Fact]
    public void WorkerInfo_TellsLanguagesAndProcessors()
    {
        Assert.All(_sleigh.WorkerInfo, worker => Assert.Contains("python", worker.Languages));
        Assert.All(_sleigh.WorkerInfo, worker => Assert.InRange(worker.Cores, 1, 10_000));
    }

    [Fact]
    public async Task Tags_OfNodes_SayWhereTasksRun()
    {
        await using var server = await TestServer.StartAsync();
        await using var sleigh = await Sleigh.StartAsync(
            new SleighOptions
            {
                Connection = server.ClientOptions,
                Launch = SleighLauncher.From((_, command) => command),
                NodeList = ["plain", new SleighNode("quick") { Tags = ["gpu"] }],
                NwsHostRemote = "127.0.0.1",
                ScriptDir = AppContext.BaseDirectory,
            },
            Cancellation);
        int quick = sleigh.WorkerInfo.Single(worker => worker.Tags.Contains("gpu")).Rank;

        var ranks = await sleigh.EachElemAsync<int>(Code.Python("SleighRank"), new int[10], options: new EachOptions { Tags = ["gpu"] }, cancellationToken: Cancellation);

        Assert.All(ranks, rank => Assert.Equal(quick, rank));
    }
}
