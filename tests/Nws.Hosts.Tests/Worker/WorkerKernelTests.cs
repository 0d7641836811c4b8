using Nws.Farm;
using Nws.Hosts.Languages;

namespace Nws.Hosts.Tests.Worker;

/// <summary>A worker with real kernels.</summary>
public sealed class WorkerKernelTests
{
    [Fact]
    public async Task Tasks_InThreeLanguages_RunInOneWorker()
    {
        await using WorkerFixture fixture = await WorkerFixture.StartAsync();
        _ = fixture.StartWorker();
        await fixture.AnnounceAsync(job: 1, "lambda x: x + 1", "invoke", "python");
        await fixture.AnnounceAsync(job: 2, "x => x + 2", "invoke", "csharp");
        await fixture.AnnounceAsync(job: 3, "x => x + 3", "invoke", "javascript");
        for (int job = 1; job <= 3; job++)
            await fixture.SubmitAsync(job, tag: 0, 10);
        for (int job = 1; job <= 3; job++)
            Assert.Equal(NwsValue.From(10 + job), (await fixture.ResultAsync(job)).Values[0]);
    }

    [Fact]
    public async Task Tasks_NoNodeOnThePath_RunInTheEmbeddedKernel()
    {
        await using WorkerFixture fixture = await WorkerFixture.StartAsync();
        _ = fixture.StartWorker(new LanguageRegistry(name => name == "PATH" ? "/nowhere" : null, AppContext.BaseDirectory));
        await fixture.AnnounceAsync(job: 1, "async x => [x + 3, typeof process]", "invoke", "javascript");
        await fixture.SubmitAsync(job: 1, tag: 0, 10);
        Assert.Equal(NwsValue.From(new object[] { 13, "undefined" }), (await fixture.ResultAsync(1)).Values[0]);
    }

    [Fact]
    public async Task Tasks_Sandboxed_FailByThemselvesAndLeaveNothingBehind()
    {
        await using WorkerFixture fixture = await WorkerFixture.StartAsync();
        _ = fixture.StartWorker();
        const string code = "x => { const seen = ({}).leak; Object.prototype.leak = x; if (x === 2) for (;;) { } return [x, seen, typeof process]; }";
        await fixture.AnnounceAsync(job: 1, code, "invoke", "javascript", sandbox: true);
        await fixture.AnnounceAsync(job: 2, "typeof process.pid", "eval", "javascript");
        await fixture.SubmitAsync(job: 1, tag: 0, 1, 2, 3);
        await fixture.SubmitAsync(job: 2, tag: 0, 0);
        ResultRecord result = await fixture.ResultAsync(job: 1);
        Assert.Equal(NwsValue.From(new object?[] { 1, null, "undefined" }), result.Values[0]);
        Assert.Equal(NwsValue.From(new object?[] { 3, null, "undefined" }), result.Values[2]);
        (int position, NwsError error) = Assert.Single(result.Errors);
        Assert.Equal((1, "TaskLimitException"), (position, error.Type));
        Assert.Equal(NwsValue.From("number"), (await fixture.ResultAsync(job: 2)).Values[0]);
    }

    [Theory]
    [InlineData("python", "invoke", "JavaScript only")]
    [InlineData("javascript", "define", "no definitions")]
    public async Task Tasks_SandboxCannotRunThem_AreAnsweredWithAnError(string language, string type, string reason)
    {
        await using WorkerFixture fixture = await WorkerFixture.StartAsync();
        _ = fixture.StartWorker();
        await fixture.AnnounceAsync(job: 1, "x", type, language, sandbox: true);
        await fixture.SubmitAsync(job: 1, tag: 0, 1);
        (_, NwsError error) = Assert.Single((await fixture.ResultAsync(job: 1)).Errors);
        Assert.Equal("IllegalJob", error.Type);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Kernel_LostInTheMiddleOfATask_OnlyThatElementFailsAndDefinitionsAreThereAgain()
    {
        await using WorkerFixture fixture = await WorkerFixture.StartAsync();
        _ = fixture.StartWorker();
        const string fragile = "import os\ndef fragile(x):\n    if x == 2:\n        os._exit(9)\n    return x * 100";
        await fixture.AnnounceAsync(job: 1, fragile, "define");
        await fixture.SubmitToAsync(SleighNames.TaskOf(0), job: 1, tag: 0, [null]);
        Assert.Empty((await fixture.ResultAsync(job: 1)).Errors);
        await fixture.AnnounceAsync(job: 2, "fragile", "invoke");
        await fixture.SubmitAsync(job: 2, tag: 0, 1, 2, 3);
        ResultRecord result = await fixture.ResultAsync(job: 2);
        Assert.Equal([NwsValue.From(100), NwsValue.Nil, NwsValue.From(300)], result.Values);
        (int position, NwsError error) = Assert.Single(result.Errors);
        Assert.Equal((1, nameof(KernelLostException)), (position, error.Type));
        Assert.Contains("exit code 9", error.Message, StringComparison.Ordinal);
    }
}
