using System.Diagnostics;
using Nws.Hosts.Languages;

namespace Nws.Hosts.Tests.Languages;

/// <summary>SIGINT reaches the kernel of R itself: the process that was started is R, whatever was executed on the way.</summary>
public sealed class RInterruptTests(RFixture fixture) : IClassFixture<RFixture>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("while (TRUE) { }")]
    [InlineData("Sys.sleep(600)")]
    [InlineData("repeat cat('x\n')")]
    public async Task Interrupt_RunningTask_EndsItAndKeepsKernelAndDefinitions(string endless)
    {
        await using KernelHost host = fixture.NewHost();
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Output += (_, _, _) => started.TrySetResult();
        int kernel = (await host.EvaluateAsync("kept <- 5L; Sys.getpid()", [], Cancellation).WaitAsync(RSnippets.Patience, Cancellation)).To<int>();
        Task<NwsValue> task = host.EvaluateAsync($"cat('started\\n')\n{endless}", [], Cancellation);
        await started.Task.WaitAsync(RSnippets.Patience, Cancellation);
        await InterruptAsync(kernel);
        var error = await Assert.ThrowsAsync<LanguageTaskException>(() => task.WaitAsync(RSnippets.Patience, Cancellation));
        Assert.Equal("interrupt", error.Error.Type);
        Assert.Equal(NwsValue.From(5), await host.EvaluateAsync("kept", [], Cancellation).WaitAsync(RSnippets.Patience, Cancellation));
        Assert.Equal(1, host.Generation);
    }

    [Fact]
    public async Task Interrupt_BetweenTasks_DoesNothing()
    {
        await using KernelHost host = fixture.NewHost();
        int kernel = (await host.EvaluateAsync("Sys.getpid()", [], Cancellation).WaitAsync(RSnippets.Patience, Cancellation)).To<int>();
        for (int i = 0; i < 5; i++)
        {
            await InterruptAsync(kernel);
            Assert.Equal(NwsValue.From(i), await host.EvaluateAsync($"{i}L", [], Cancellation).WaitAsync(RSnippets.Patience, Cancellation));
        }
        Assert.Equal(1, host.Generation);
    }

    private static async Task InterruptAsync(int process)
    {
        using Process kill = Process.Start("kill", ["-INT", process.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(Cancellation);
    }
}
