using System.Text.RegularExpressions;
using Nws.TestKit;

namespace Nws.Hosts.Tests.Farm;

/// <summary>Lambdas of this program as tasks.</summary>
public sealed class LambdaTests(SleighFixture fixture) : IClassFixture<SleighFixture>
{
    private const int Offset = 7;

    private readonly Sleigh _sleigh = fixture.Sleigh;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EachElem_OfALambda_GivesTypedResultsInOrder()
    {
        IReadOnlyList<int> squares = await _sleigh.EachElemAsync((int x) => x * x, Enumerable.Range(0, 20), cancellationToken: Cancellation);

        Assert.Equal(Enumerable.Range(0, 20).Select(x => x * x), squares);
    }

    [Fact]
    public async Task EachElem_OfALambdaWithoutTypes_ComputesInTheTypesOfThisProgram() =>
        Assert.Equal([unchecked(int.MaxValue + 1)], await _sleigh.EachElemAsync(x => unchecked(x + 1), new[] { int.MaxValue }, cancellationToken: Cancellation));

    [Fact]
    public async Task EachElem_OfAnAsyncLambda_AwaitsIt()
    {
        var results = await _sleigh.EachElemAsync(
            async (int x) =>
            {
                await Task.Yield();
                return $"number {x}";
            },
            new[] { 1, 2 }, cancellationToken: Cancellation);

        Assert.Equal(["number 1", "number 2"], results);
    }

    [Fact]
    public async Task EachElem_OfALambdaWithSeveralParameters_TakesListsAndFixedArguments()
    {
        Assert.Equal([10, 20], await _sleigh.EachElemAsync((int x, int n) => x * n, new[] { 1, 2 }, [10], cancellationToken: Cancellation));
        Assert.Equal(["a1!", "b2!"], await _sleigh.EachElemAsync(
            static (string s, int n, char end) => s + n + end, SleighElements.Zip(new[] { "a", "b" }, new[] { 1, 2 }), ["!"], cancellationToken: Cancellation));
        Assert.Equal([10.0], await _sleigh.EachElemAsync(
            async (int a, long b, double c, double[] d) => { await Task.Yield(); return a + b + c + d.Sum(); }, new[] { 1 }, [2, 3, new[] { 4.0 }], cancellationToken: Cancellation));
    }

    [Fact]
    public async Task EachElem_OfAMethodOfDotNet_CallsIt() =>
        Assert.Equal([2.0, 3.0], await _sleigh.EachElemAsync(Math.Sqrt, new[] { 4.0, 9.0 }, cancellationToken: Cancellation));

    [Fact]
    public async Task EachElem_WithImports_KnowsTheirNamesForThisLambdaOnly()
    {
        var options = new EachOptions { Imports = ["System.Text.RegularExpressions"] };

        Assert.Equal(["a\\.b"], await _sleigh.EachElemAsync(
            x => System.Text.RegularExpressions.Regex.Escape(x), new[] { "a.b" }, cancellationToken: Cancellation));
        Assert.Equal(["a\\.b"], await _sleigh.EachElemAsync(x => Regex.Escape(x), new[] { "a.b" }, options, Cancellation));
        await Assert.ThrowsAsync<SleighTaskException>(() => _sleigh.EachElemAsync(x => Regex.Unescape(x), new[] { "a.b" }, cancellationToken: Cancellation));
    }

    [Fact]
    public async Task EachWorker_OfALambda_RunsOnceOnEach()
    {
        var processes = await _sleigh.EachWorkerAsync(() => Environment.ProcessId, cancellationToken: Cancellation);

        Assert.Equal(_sleigh.WorkerCount, processes.Distinct().Count());
        Assert.Equal([6, 6, 6], await _sleigh.EachWorkerAsync((int x, int y) => x * y, [2, 3], cancellationToken: Cancellation));
    }

    [Fact]
    public async Task EachElem_OfALambdaThatCaptures_IsRefusedBeforeAnythingRuns()
    {
        int factor = 3;

        var fault = await Assert.ThrowsAsync<SleighIllegalValueException>(
            () => _sleigh.EachElemAsync((int x) => x * factor, new[] { 1 }, cancellationToken: Cancellation));

        Assert.Contains("'factor'", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EachElem_OfALambdaThatCallsThisProgram_SaysWhatWorkersKnow()
    {
        var method = await Assert.ThrowsAsync<SleighTaskException>(() => _sleigh.EachElemAsync((int x) => Own(x), new[] { 1 }, cancellationToken: Cancellation));
        var constant = await Assert.ThrowsAsync<SleighTaskException>(() => _sleigh.EachElemAsync((int x) => x + Offset, new[] { 1 }, cancellationToken: Cancellation));

        Assert.Contains("'Own'", method.Message, StringComparison.Ordinal);
        Assert.Contains("fixed arguments", method.Message, StringComparison.Ordinal);
        Assert.Contains("'Offset'", constant.Message, StringComparison.Ordinal);
        Assert.Contains("ModulePath", constant.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EachElem_OfALambdaThatThrows_TellsWhere()
    {
        var fault = await Assert.ThrowsAsync<SleighTaskException>(() => _sleigh.EachElemAsync((int x) => 1 / x, new[] { 1, 0 }, cancellationToken: Cancellation));

        Assert.Equal((1, "DivideByZeroException"), (fault.Tag, fault.Error.Type));
    }

    [Fact]
    public async Task EachElem_OfAMethodInTheModulePath_CallsIt()
    {
        var folder = Directory.CreateTempSubdirectory("nws-lambda-modules-");
        try
        {
            string assembly = typeof(Doubling).Assembly.Location;
            File.Copy(assembly, Path.Combine(folder.CreateSubdirectory("modules").FullName, Path.GetFileName(assembly)));
            await using var server = await TestServer.StartAsync();
            var options = new SleighOptions
            {
                Connection = server.ClientOptions, NwsCommand = SleighFixture.NwsCommand, WorkerCount = 1, ModulePath = "modules", WorkingDir = folder.FullName,
            };
            await using var sleigh = await Sleigh.StartAsync(options, Cancellation);

            Assert.Equal([2, 4], await sleigh.EachElemAsync(Doubling.Twice, new[] { 1, 2 }, cancellationToken: Cancellation));
            Assert.Equal([3], await sleigh.EachElemAsync((int x) => Nws.Hosts.Tests.Farm.Doubling.Twice(x) + 1, new[] { 1 }, cancellationToken: Cancellation));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task EachElem_OfAnExpressionWithNamedArguments_RunsInEveryLanguage()
    {
        Assert.Equal([11, 21], await _sleigh.EachElemAsync<int>(Code.Python("x * n + 1 # in Python", "x", "n"), new[] { 1, 2 }, [10], cancellationToken: Cancellation));
        Assert.Equal([11, 21], await _sleigh.EachElemAsync<int>(Code.JavaScript("x * n + 1 // in JavaScript", "x", "n"), new[] { 1, 2 }, [10], cancellationToken: Cancellation));
        Assert.Equal([11, 21], await _sleigh.EachElemAsync<int>(Code.CSharp("x * n + 1 // in C#", "x", "n"), new[] { 1, 2 }, [10], cancellationToken: Cancellation));
        Assert.Equal([3], await _sleigh.EachElemAsync<int>(Code.JavaScript("await Promise.resolve(x)", "x"), new[] { 3 }, cancellationToken: Cancellation));
        Assert.Equal([3], await _sleigh.EachElemAsync<int>(Code.CSharp("await Task.FromResult(x)", "x"), new[] { 3 }, cancellationToken: Cancellation));
    }

    [Fact]
    public async Task Define_OnAllWorkers_IsThereForExpressions()
    {
        await _sleigh.DefineAsync(Code.Python("def fourfold(x):\n    return 4 * x"), Cancellation);

        Assert.Equal([4, 8], await _sleigh.EachElemAsync<int>(Code.Python("fourfold(x)", "x"), new[] { 1, 2 }, cancellationToken: Cancellation));
    }

    private static int Own(int x) => x;
}

/// <summary>What a library has that workers find in the module path.</summary>
public static class Doubling
{
    public static int Twice(int x) => 2 * x;
}
