using Nws.Hosts.Languages;
using Nws.TestKit;
using Nws.Values;

namespace Nws.Hosts.Tests.Languages;

/// <summary>What is particular to JavaScript without Node.js.</summary>
public sealed class EmbeddedJavaScriptTests(EmbeddedJavaScriptFixture fixture) : IClassFixture<EmbeddedJavaScriptFixture>
{
    private readonly KernelHost _host = fixture.Host;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Invoke_EverySampleGivenBack_IsEqual()
    {
        foreach (NwsValue sample in SampleValues.All.Where(sample => sample.Depth < NwsValue.MaxDepth && !IsPlainNumberInJavaScript(sample)))
        {
            NwsValue back = await _host.InvokeAsync("x => x", [sample], Cancellation);
            Assert.True(sample == back, $"{sample.Kind}: {sample} came back as {back}");
        }
    }

    [Fact]
    public async Task Invoke_OddKeysGivenBack_AreEqual()
    {
        foreach (NwsValue sample in SampleValues.WithOddKeys().Where(sample => !IsPlainNumberInJavaScript(sample)))
            Assert.Equal(sample, await _host.InvokeAsync("(x) => x", [sample], Cancellation));
    }

    [Theory]
    [InlineData("const once = 1; once", "const once = 2; once", 2)]
    [InlineData("let twice = 1; twice", "let twice; twice ?? 7", 7)]
    [InlineData("class Shape { area() { return 1; } }", "class Shape { area() { return 3; } }\nnew Shape().area()", 3)]
    [InlineData("const { a, b: [c] } = await Promise.resolve({ a: 1, b: [5] });", "a + c", 6)]
    [InlineData("function early() { return late(); }\nawait null;\nfunction late() { return 8; }", "early()", 8)]
    public async Task Evaluate_DeclaredAnew_TheLaterCounts(string first, string second, int expected)
    {
        await _host.DefineAsync(first, Cancellation);
        Assert.Equal(NwsValue.From(expected), await EvaluateAsync(second));
    }

    [Theory]
    [InlineData("{ a: 1 }", "{\"a\": 1}")]
    [InlineData("for (const x of [1, 2]) { x }", "2")]
    [InlineData("await Promise.all([1, Promise.resolve(2)])", "[1, 2]")]
    [InlineData("await new Promise(done => setTimeout(done, 5, 'later'))", "\"later\"")]
    [InlineData("const x = await 4; x * 2", "8")]
    [InlineData("let n = 0; for await (const x of [1, Promise.resolve(2)]) n += x; n", "3")]
    [InlineData("import { NwsUuid } from 'nws';\nString(new NwsUuid('00112233-4455-6677-8899-aabbccddeeff')).length", "36")]
    [InlineData("require('nws').NwsDecimal.name", "\"NwsDecimal\"")]
    [InlineData("Object.keys(await import('nws')).includes('NwsTuple')", "true")]
    public async Task Evaluate_AsAConsoleWould_GivesTheValue(string code, string json) =>
        Assert.Equal(json, (await EvaluateAsync(code)).Render(NwsNotation.Json, RenderLimits.None));

    [Theory]
    [InlineData("require('fs')", "require('fs')")]
    [InlineData("import { x } from 'left-pad'", "left-pad")]
    [InlineData("await import('node:fs')", "node:fs")]
    [InlineData("await import('../nws/values/encoder.mjs')", "encoder.mjs")]
    [InlineData("await import('nws:host')", "nws:host")]
    [InlineData("process.exit(3)", "process")]
    [InlineData("Buffer.from('x')", "Buffer")]
    [InlineData("let a = 1;\nlet b = @@;", "SyntaxError")]
    public async Task Evaluate_WhatOnlyNodeCan_SaysHowToGetNode(string code, string named)
    {
        LanguageTaskException fault = await Assert.ThrowsAsync<LanguageTaskException>(() => EvaluateAsync(code));
        Assert.Contains(named, fault.Message, StringComparison.Ordinal);
        Assert.Contains("Install Node.js", fault.Message, StringComparison.Ordinal);
        Assert.Contains("NWS_NODE", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evaluate_ErrorWithCause_TellsBothWithLines()
    {
        const string code = "await null;\nfunction deep() {\n  throw new TypeError('outer', { cause: new RangeError('inner') });\n}\ndeep()";
        NwsError error = (await Assert.ThrowsAsync<LanguageTaskException>(() => EvaluateAsync(code))).Error;
        Assert.Equal(("TypeError", "outer"), (error.Type, error.Message));
        Assert.Contains("deep (<task>:3:", error.Stack, StringComparison.Ordinal);
        Assert.Equal(("RangeError", "inner"), (error.Cause!.Type, error.Cause.Message));
    }

    [Fact]
    public async Task Evaluate_PromiseThatNothingSettles_FailsAtOnce()
    {
        var fault = await Assert.ThrowsAsync<LanguageTaskException>(() => EvaluateAsync("await new Promise(() => {})").Soon());
        Assert.Contains("nothing will settle", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("while (true) { }")]
    [InlineData("for (;;);")]
    [InlineData("await new Promise(done => setTimeout(done, 1e9))")]
    [InlineData("(function again() { Promise.resolve().then(again); })(); await new Promise(() => {})")]
    [InlineData("try { while (true) { } } catch { } finally { while (true) { } }")]
    public async Task Interrupt_TaskRuns_EndsItAndKeepsDefinitions(string code)
    {
        await using KernelHost host = EmbeddedJavaScript.NewHost();
        await host.DefineAsync("let kept = 5;", Cancellation);
        using var cancel = new CancellationTokenSource();
        Task<NwsValue> task = host.EvaluateAsync(code, [], cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task.Soon());
        Assert.Equal(NwsValue.From(5), await host.EvaluateAsync("kept", [], Cancellation).Soon());
        Assert.Equal(1, host.Generation);
    }

    [Fact]
    public async Task Dispose_EndlessLoop_FailsTheCall()
    {
        KernelHost host = EmbeddedJavaScript.NewHost();
        Assert.Equal(NwsValue.From(2), await host.EvaluateAsync("1 + 1", [], Cancellation));
        Task<NwsValue> loop = host.EvaluateAsync("while (true) { }", [], Cancellation);
        await host.DisposeAsync();
        await Assert.ThrowsAsync<KernelLostException>(() => loop.Soon());
    }

    [Theory]
    [InlineData("while (true) { }")]
    [InlineData("await new Promise(done => setTimeout(done, 1e9))")]
    public async Task Kernel_HostClosesTheChannelInMidTask_ExitsAtOnce(string code)
    {
        using var listener = new KernelListener();
        KernelProcess process = KernelProcess.Start(EmbeddedJavaScript.Registry.Find(NwsLanguage.JavaScript), listener.Address, listener.Token);
        try
        {
            await using (Stream channel = await listener.AcceptAsync(Cancellation).Soon())
            {
                NwsValue[] print = [NwsValue.From("console.log('here')"), NwsValue.From(Array.Empty<object>())];
                NwsValue[] loop = [NwsValue.From(code), NwsValue.From(Array.Empty<object>())];
                await channel.WriteAsync(KernelFrame.Encode(new KernelMessage.Request(1, "evaluate", print)), Cancellation);
                await channel.WriteAsync(KernelFrame.Encode(new KernelMessage.Request(2, "evaluate", loop)), Cancellation);
                await KernelFrame.ReadAsync(channel, int.MaxValue, Cancellation).AsTask().Soon();
            }
            await process.Ended.Soon();
        }
        finally
        {
            process.Kill();
        }
    }

    /// <summary>The law has one exception: an integral float is a plain number there.</summary>
    private static bool IsPlainNumberInJavaScript(NwsValue value) => value.Kind switch
    {
        NwsValueKind.Float64 => value.To<double>() is var number && Math.Abs(number) <= (1L << 53) - 1 && number == Math.Truncate(number) && !(number == 0 && double.IsNegative(number)),
        NwsValueKind.List or NwsValueKind.Tuple or NwsValueKind.Set => value.Items.Any(IsPlainNumberInJavaScript),
        NwsValueKind.Map => value.Entries.Any(entry => IsPlainNumberInJavaScript(entry.Key) || IsPlainNumberInJavaScript(entry.Value)),
        _ => false,
    };

    private Task<NwsValue> EvaluateAsync(string code) => _host.EvaluateAsync(code, [], Cancellation);
}
