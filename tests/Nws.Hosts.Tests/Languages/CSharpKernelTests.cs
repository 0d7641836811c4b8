using System.Globalization;
using Nws.Hosts.Languages;
using Nws.TestKit;

namespace Nws.Hosts.Tests.Languages;

/// <summary>The process around the C# engine: signals, streams, and the end of its host.</summary>
public sealed class CSharpKernelTests
{
    private const string Started = "Console.WriteLine(\"started\"); ";

    [Theory]
    [InlineData("Thread.Sleep(Timeout.Infinite);")]
    [InlineData("await Task.Delay(Timeout.Infinite);")]
    [InlineData("Task.Delay(Timeout.Infinite).Wait();")]
    [InlineData("new SemaphoreSlim(0).Wait();")]
    [InlineData("while (true) Thread.Sleep(1);")]
    public async Task Interrupt_OfATaskThatWaits_EndsItAndKeepsTheKernel(string waits)
    {
        await using RawKernel kernel = await RawKernel.StartAsync();
        await kernel.EvaluateAsync("var kept = 41;");
        kernel.SendEvaluate(Started + waits);
        await kernel.PrintedAsync();
        await kernel.Process.SignalAsync("INT");
        Assert.Equal("OperationCanceledException", (await kernel.ResponseAsync()).Error?.Type);
        Assert.Equal(42, (await kernel.EvaluateAsync("Thread.Sleep(1); kept + 1")).To<int>());
    }

    [Fact]
    public async Task Interrupt_OfAnAwait_TheRestOfTheTaskNeverRuns()
    {
        await using RawKernel kernel = await RawKernel.StartAsync();
        await kernel.EvaluateAsync("var gate = new TaskCompletionSource(); int runs = 0;");
        kernel.SendEvaluate(Started + "await gate.Task; runs++;");
        await kernel.PrintedAsync();
        await kernel.Process.SignalAsync("INT");
        Assert.NotNull((await kernel.ResponseAsync()).Error);
        Assert.Equal(0, (await kernel.EvaluateAsync("gate.SetResult(); await Task.Run(() => { }); await Task.Yield(); runs")).To<int>());
    }

    [Theory]
    [InlineData("SleighUserNws.Fetch(\"x\")")]
    [InlineData("await SleighUserNws.FetchAsync(\"x\")")]
    public async Task Interrupt_OfAFetch_EndsItAndLosesNoValue(string fetch)
    {
        await using TestServer server = await TestServer.StartAsync();
        await using NwsServer client = await server.ConnectAsync();
        NetWorkSpace workspace = await client.OpenWsAsync("shared", cancellationToken: TestContext.Current.CancellationToken);
        await using RawKernel kernel = await RawKernel.StartAsync(
            new KernelSettings { Server = server.ClientOptions.Endpoint.ToString(), Sleigh = "shared", User = "shared" });
        await kernel.EvaluateAsync("SleighUserNws.FindTry(\"y\", 0)");
        kernel.SendEvaluate(fetch);
        await Eventually.TrueAsync(
            async () => (await workspace.ListVarsAsync()).Any(variable => variable.FetcherCount == 1), "the fetch has reached the server");
        await kernel.Process.SignalAsync("INT");
        Assert.Equal("OperationCanceledException", (await kernel.ResponseAsync()).Error?.Type);
        await workspace.StoreAsync("x", 5, TestContext.Current.CancellationToken);
        Assert.Equal(5, (await kernel.EvaluateAsync("SleighUserNws.Fetch<int>(\"x\")")).To<int>());
    }

    [Fact]
    public async Task Interrupt_BetweenTasks_DoesNothing()
    {
        await using RawKernel kernel = await RawKernel.StartAsync();
        await kernel.Process.SignalAsync("INT");
        // The signal may be handled late. A host asks for something of no effect first; here it takes as long as the signal may.
        kernel.SendEvaluate("Thread.Sleep(2000)");
        await kernel.ResponseAsync();
        Assert.Equal(1, (await kernel.EvaluateAsync("Thread.Sleep(1); 1")).To<int>());
    }

    [Fact]
    public async Task Requests_SentTogether_AreAnsweredInOrderAlsoBehindALongOne()
    {
        await using RawKernel kernel = await RawKernel.StartAsync();
        kernel.SendEvaluate("Thread.Sleep(300); 0");
        for (int i = 1; i < 20; i++)
            kernel.SendEvaluate(i.ToString(CultureInfo.InvariantCulture));
        for (int i = 0; i < 20; i++)
            Assert.Equal(i, (await kernel.ResponseAsync()).Result.To<int>());
        Assert.Equal(7, (await kernel.EvaluateAsync("7")).To<int>());
    }

    [Theory]
    [InlineData("while (true) ;")]
    [InlineData("await Task.Delay(Timeout.Infinite);")]
    [InlineData("1", false)]
    public async Task Host_Ends_TheKernelEndsToo(string code, bool isBusy = true)
    {
        await using RawKernel kernel = await RawKernel.StartAsync();
        kernel.SendEvaluate(Started + code);
        await kernel.PrintedAsync();
        if (!isBusy)
            await kernel.ResponseAsync();
        kernel.Close();
        Assert.Equal(0, (await kernel.Process.EndAsync()).ExitCode);
    }

    [Theory]
    [InlineData("int Deep(int n) => 1 + Deep(n + 1); Deep(0)", "Stack overflow")]
    [InlineData("Environment.FailFast(\"out of luck\")", "out of luck")]
    [InlineData("Console.OpenStandardError().Write(Encoding.UTF8.GetBytes(\"past the console\")); Environment.Exit(3)", "past the console")]
    public async Task Crash_OfTheProcess_LeavesItsWordsOnStandardError(string code, string words)
    {
        await using RawKernel kernel = await RawKernel.StartAsync();
        kernel.SendEvaluate(code);
        ProcessResult result = await kernel.Process.EndAsync();
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains(words, result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Streams_OfTheConsole_AreTheHostsAndStandardInputIsEmpty()
    {
        await using RawKernel kernel = await RawKernel.StartAsync();
        kernel.SendEvaluate("Console.Write(1); Console.Error.Write('b'); Console.WriteLine(\"c\"); Console.ReadLine() ?? \"end\"");
        foreach ((string stream, string text) in new[] { ("stdout", "1"), ("stderr", "b"), ("stdout", "c\n") })
        {
            var output = Assert.IsType<KernelMessage.Notification>(await kernel.ReceiveAsync());
            Assert.Equal((stream, text), (output.Parameters[0].To<string>(), output.Parameters[1].To<string>()));
        }
        Assert.Equal("end", (await kernel.ResponseAsync()).Result.To<string>());
        await kernel.EvaluateAsync("Console.OpenStandardOutput().Write(Encoding.UTF8.GetBytes(\"past the console\\n\"));");
        Assert.Equal("past the console", await kernel.Process.FirstLineAsync());
    }

    [Fact]
    public async Task Complete_OverTheChannel_AnswersWithTheMap()
    {
        await using RawKernel kernel = await RawKernel.StartAsync();
        NwsValue completion = (await kernel.AskAsync("complete", NwsValue.From("Math.Sqr"), NwsValue.From(8))).Result;
        Assert.Equal(5, completion["start"].To<int>());
        Assert.Equal("Sqrt", Assert.Single(completion["items"].Items)["text"].To<string>());
    }
}
