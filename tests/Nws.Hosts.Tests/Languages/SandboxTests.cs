using Nws.Hosts.Languages;

namespace Nws.Hosts.Tests.Languages;

/// <summary>Code that means ill ends with a clear error, and harms neither the next task nor anything outside.</summary>
public sealed class SandboxTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>
{
    // Each hostile script may take its 10 seconds, on a busy machine several times that.
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("while (true) { }", "statements")]
    [InlineData("try { while (true) { } } finally { while (true) { } }", "statements")]
    [InlineData("[3, 2, 1].sort(() => { while (true) { } })", "statements")]
    [InlineData("({ get endless() { while (true) { } } })", "statements")]
    [InlineData("new Proxy({}, { ownKeys() { while (true) { } } })", "statements")]
    [InlineData("throw { get message() { while (true) { } } }", "statements")]
    [InlineData("(function again() { return again(); })()", "inside itself")]
    [InlineData("let text = 'x'; while (true) text += text;", "memory")]
    [InlineData("const kept = []; while (true) kept.push(new Array(1000).fill(1))", "memory")]
    [InlineData("'x'.repeat(2 ** 30).length", "Invalid string length")]
    [InlineData("new Array(4e9).fill(0)", "memory")]
    [InlineData("new Uint8Array(2 ** 31 - 1).length", "allocation failed")]
    [InlineData("/^(a+)+$/.test('a'.repeat(40) + 'b')", "regular expression")]
    [InlineData("this.constructor.constructor('return process')()", "process is not defined")]
    [InlineData("console.log.constructor('return this')().System.IO.File", "undefined")]
    [InlineData("new Uint8Array(2e7)", "its result")]
    [InlineData("while (true) console.log('y'.repeat(10000))", "printed")]
    [InlineData("SleighUserNws", "sandboxed code reaches no workspace")]
    [InlineData("setTimeout(() => {}, 1)", "setTimeout")]
    [InlineData("require('fs')", "require('fs')")]
    [InlineData("await import('nws:host')", "nws:host")]
    [InlineData("await new Promise(() => {})", "nothing will settle")]
    public async Task Evaluate_Hostile_EndsWithAClearErrorAndKernelGoesOn(string code, string reason)
    {
        var fault = await Assert.ThrowsAsync<LanguageTaskException>(() => EvaluateAsync(code));
        // On a machine that is busy with other tests, time may be up before so many statements have run, or so much memory is taken.
        string[] reasons = reason is "statements" or "memory" ? [reason, "it ran longer than"] : [reason];
        Assert.Contains(reasons, each => fault.Error.Message.Contains(each, StringComparison.Ordinal));
        Assert.Equal(NwsValue.From(3), await EvaluateAsync("1 + 2"));
    }

    [Fact]
    public async Task Evaluate_StuckInOneStepOfTheInterpreter_EndsInTimeAndNextTaskRuns()
    {
        await using KernelHost host = EmbeddedJavaScript.NewSandbox();
        const string code = "let deep = []; for (let i = 0; i < 200000; i++) deep = [deep]; JSON.stringify(deep)";
        var loss = await Assert.ThrowsAsync<KernelLostException>(() => host.EvaluateAsync(code, [], Cancellation).WaitAsync(Deadline, Cancellation));
        Assert.Contains("it ran longer than 10 seconds", loss.Message, StringComparison.Ordinal);
        Assert.Equal(NwsValue.From(3), await host.EvaluateAsync("1 + 2", [], Cancellation).WaitAsync(Deadline, Cancellation));
    }

    [Fact]
    public async Task Evaluate_PrototypesPolluted_NextTaskIsClean()
    {
        await EvaluateAsync("Object.prototype.leak = 1; Array.prototype.map = 2; Uint8Array.prototype.set = null; globalThis.left = 5; JSON.parse = null; 1");
        NwsValue next = await EvaluateAsync("[({}).leak ?? 'clean', typeof [].map, typeof left, typeof JSON.parse]");
        Assert.Equal(NwsValue.From(new[] { "clean", "function", "undefined", "function" }), next);
    }

    [Fact]
    public async Task Define_InTheSandbox_IsRefused()
    {
        var fault = await Assert.ThrowsAsync<LanguageTaskException>(() => fixture.Host.DefineAsync("let x = 1;", Cancellation));
        Assert.Contains("keeps no definitions", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Invoke_HarmlessFunction_GetsArgumentsRankAndCount() =>
        Assert.Equal(NwsValue.From(42), await fixture.Host.InvokeAsync("async (x) => x + SleighRank - SleighWorkerCount", [NwsValue.From(44)], Cancellation));

    [Fact]
    public async Task Map_EachElement_HasAFreshEngineAndLimitsOfItsOwn()
    {
        const string code = "(x) => { globalThis.seen = (globalThis.seen ?? 0) + 1; Array.prototype.leak = 1; if (x === 1) while (true); return seen; }";
        List<MapPart> parts = [];
        var map = new MapRequest(MapKind.Invoke, code, [.. Enumerable.Range(0, 4).Select(number => NwsValue.From(new object[] { number }))]);
        await fixture.Host.MapAsync(map, parts.Add, Cancellation).WaitAsync(Deadline, Cancellation);
        Assert.Equal([NwsValue.From(1), NwsValue.Nil, NwsValue.From(1), NwsValue.From(1)], parts.SelectMany(part => part.Values));
        NwsError error = Assert.Single(parts.SelectMany(part => part.Errors), each => each.Key == 1).Value;
        Assert.Equal("TaskLimitException", error.Type);
    }

    [Fact]
    public async Task Map_Seed_GivesEachFreshEngineTheNumbersOfItsElement()
    {
        List<MapPart> parts = [];
        var map = new MapRequest(MapKind.Evaluate, "Math.random()", [.. Enumerable.Range(0, 3).Select(number => NwsValue.From(new object[] { number }))]) { Seed = 7 };
        await fixture.Host.MapAsync(map, parts.Add, Cancellation).WaitAsync(Deadline, Cancellation);
        await fixture.Host.MapAsync(map with { Rows = [.. map.Rows.Skip(1)], First = 1 }, parts.Add, Cancellation).WaitAsync(Deadline, Cancellation);
        NwsValue[] numbers = [.. parts.SelectMany(part => part.Values)];
        Assert.Equal(numbers[1..3], numbers[3..]);
        Assert.Equal(3, numbers.Distinct().Count());
    }

    [Fact]
    public async Task Set_EveryFreshEngine_HasTheVariableAsItWas()
    {
        await using KernelHost host = EmbeddedJavaScript.NewSandbox();
        await host.SetAsync("shared", NwsValue.From(new object[] { 1, "a" }), Cancellation);
        Assert.Equal(NwsValue.From(3), await host.EvaluateAsync("shared.length = 3", [], Cancellation).WaitAsync(Deadline, Cancellation));
        Assert.Equal(NwsValue.From(2), await host.EvaluateAsync("shared.length", [], Cancellation).WaitAsync(Deadline, Cancellation));
        await host.UnsetAsync("shared", Cancellation);
        await Assert.ThrowsAsync<LanguageTaskException>(() => host.EvaluateAsync("shared", [], Cancellation));
    }

    private Task<NwsValue> EvaluateAsync(string code) => fixture.Host.EvaluateAsync(code, [], Cancellation).WaitAsync(Deadline, Cancellation);
}

/// <summary>One sandbox for tests that leave its kernel alive.</summary>
public sealed class SandboxFixture : IAsyncDisposable
{
    internal KernelHost Host { get; } = EmbeddedJavaScript.NewSandbox(new KernelSettings { Rank = 3, Workers = 5 });

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}
