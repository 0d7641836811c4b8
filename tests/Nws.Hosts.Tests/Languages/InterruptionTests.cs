using Nws.Hosts.Languages;
using Nws.TestKit;

namespace Nws.Hosts.Tests.Languages;

/// <summary>Interrupts and cancellation, of a kernel that gives way (Python) and of code that does not.</summary>
public sealed class InterruptionTests
{
    private const string User = "sleigh_user_0001";
    private const string Deaf = "import signal\nbefore = signal.signal(signal.SIGINT, signal.SIG_IGN)";
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    // So long that a busy machine cannot make a kernel that gives way look like one that does not.
    private static readonly TimeSpan Patient = TimeSpan.FromMinutes(1);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("while True: pass")]
    [InlineData("import time\ntime.sleep(600)")]
    [InlineData("import asyncio\nawait asyncio.sleep(600)")]
    [InlineData("SleighUserNws.fetch('never stored')")]
    [InlineData("while True: print('x' * 1000)")]
    [InlineData("import threading\nthreading.Event().wait()")]
    public async Task Interrupt_WhatPythonDoes_EndsItAndDefinitionsSurvive(string code)
    {
        await using TestServer server = await TestServer.StartAsync();
        await using NwsServer master = await server.ConnectAsync();
        await master.OpenWsAsync(User, cancellationToken: Cancellation);
        var settings = new KernelSettings { Server = server.Endpoint.ToString(), User = User };
        await using var host = new KernelHost(NwsLanguage.Python, LanguageRegistry.Current, settings) { Patience = Patient };
        await host.DefineAsync("kept = 42", Cancellation);
        Task<NwsValue> task = await BeginAsync(host, code, Cancellation);
        Task<NwsValue> behind = EvaluateAsync(host, "kept + 1");
        Assert.True(await host.InterruptAsync().WaitAsync(Deadline, Cancellation));
        var error = await Assert.ThrowsAsync<LanguageTaskException>(() => task.WaitAsync(Deadline, Cancellation));
        Assert.Equal("KeyboardInterrupt", error.Error.Type);
        Assert.Contains("\"<task ", error.Error.Stack, StringComparison.Ordinal);
        Assert.Equal(NwsValue.From(43), await behind);
        Assert.Equal(1, host.Generation);
    }

    [Fact]
    public async Task Cancel_RunningCode_EndsItSoftlyAndDefinitionsSurvive()
    {
        await using KernelHost host = NewHost(Patient);
        await host.DefineAsync("kept = 42", Cancellation);
        using var cancel = new CancellationTokenSource();
        Task<NwsValue> loop = await BeginAsync(host, "while True: pass", cancel.Token);
        Task<NwsValue> behind = EvaluateAsync(host, "kept");
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => loop.WaitAsync(Deadline, Cancellation));
        Assert.Equal(NwsValue.From(42), await behind);
        Assert.Equal(1, host.Generation);
    }

    [Fact]
    public async Task Cancel_CodeThatGivesAValueNevertheless_TheValueIsNotLost()
    {
        await using TestServer server = await TestServer.StartAsync();
        await using NwsServer master = await server.ConnectAsync();
        NetWorkSpace workspace = await master.OpenWsAsync(User, cancellationToken: Cancellation);
        await using var host = new KernelHost(NwsLanguage.Python, LanguageRegistry.Current, new KernelSettings { Server = server.Endpoint.ToString(), User = User }) { Patience = Patient };
        using var cancel = new CancellationTokenSource();
        Task<NwsValue> fetched = await BeginAsync(host, "SleighUserNws.fetch('late')", cancel.Token, Deaf);
        await cancel.CancelAsync();
        await workspace.StoreAsync("late", 42, Cancellation);
        Assert.Equal(NwsValue.From(42), await fetched.WaitAsync(Deadline, Cancellation));
    }

    [Fact]
    public async Task Cancel_CodeThatDoesNotGiveWay_KillsTheKernelAndWhatWaitsFails()
    {
        await using KernelHost host = NewHost(TimeSpan.FromSeconds(0.5));
        using var cancel = new CancellationTokenSource();
        Task<NwsValue> stubborn = await BeginAsync(host, "while True: pass", cancel.Token, Deaf);
        Task<NwsValue> behind = host.EvaluateAsync("1", [], Cancellation);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stubborn.WaitAsync(Deadline, Cancellation));
        var loss = await Assert.ThrowsAsync<KernelLostException>(() => behind.WaitAsync(Deadline, Cancellation));
        Assert.Contains("definitions are lost", loss.Message, StringComparison.Ordinal);
        Assert.Equal(NwsValue.From(2), await EvaluateAsync(host, "1 + 1"));
        Assert.Equal(2, host.Generation);
    }

    [Fact]
    public async Task Cancel_CallThatWaits_LeavesTheRunningOneAlone()
    {
        await using KernelHost host = NewHost(Patient);
        Task<NwsValue> loop = await BeginAsync(host, "while True: pass", Cancellation);
        using var cancel = new CancellationTokenSource();
        Task<NwsValue> waiting = host.EvaluateAsync("ran = True", [], cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(Deadline, Cancellation));
        Assert.False(loop.IsCompleted);
        Assert.True(await host.InterruptAsync());
        Assert.Equal(NwsValue.From(false), await EvaluateAsync(host, "'ran' in globals()"));
    }

    [Fact]
    public async Task Interrupt_BetweenTasks_DoesNothing()
    {
        await using KernelHost host = NewHost(Patient);
        Assert.True(await host.InterruptAsync());
        Assert.Equal(0, host.Generation);
        await EvaluateAsync(host, "x = 5");
        Assert.True(await host.InterruptAsync());
        Assert.Equal(NwsValue.From(5), await EvaluateAsync(host, "x"));
        Assert.Equal(1, host.Generation);
    }

    [Fact]
    public async Task Interrupt_EndlessPreamble_EndsIt()
    {
        await using KernelHost host = NewHost(Patient);
        host.Preamble.Add("import sys\nprint('begun', flush=True)\nwhile True: pass");
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Output += (_, _, _) => begun.TrySetResult();
        Task<NwsValue> call = host.EvaluateAsync("1", [], Cancellation);
        await begun.Task.WaitAsync(Deadline, Cancellation);
        await host.InterruptAsync();
        await Assert.ThrowsAsync<LanguageTaskException>(() => call.WaitAsync(Deadline, Cancellation));
    }

    [Fact]
    public async Task Interrupt_AtRandomMoments_HitsNothingButItsTask()
    {
        await using KernelHost host = NewHost(Patient);
        var random = new Random(20240229);
        int interrupted = 0;
        const string work = "def work(number, rounds):\n    print('begun')\n    for _ in range(rounds): pass\n    return number";
        await host.DefineAsync(work, Cancellation);
        TaskCompletionSource begun = new();
        host.Output += (_, _, _) => Volatile.Read(ref begun).TrySetResult();
        for (int number = 0; number < 300; number++)
        {
            Volatile.Write(ref begun, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            Task<NwsValue> task = host.InvokeAsync("work", [NwsValue.From(number), NwsValue.From(random.Next(20_000))], Cancellation);
            Task<NwsValue> behind = host.InvokeAsync("work", [NwsValue.From(-number), NwsValue.From(10)], Cancellation);
            await begun.Task.WaitAsync(Deadline, Cancellation);
            for (int spin = random.Next(3000); spin > 0; spin--) Thread.SpinWait(1);
            bool survived = await host.InterruptAsync().WaitAsync(Deadline, Cancellation);
            Assert.True(survived);
            // The interrupt was for one of the two, whichever ran.
            int lost = await LostAsync(task, number) + await LostAsync(behind, -number);
            Assert.InRange(lost, 0, 1);
            interrupted += lost;
        }
        Assert.Equal(NwsValue.From(1), await host.InvokeAsync("work", [NwsValue.From(1), NwsValue.From(1)], Cancellation));
        Assert.Equal(1, host.Generation);
        Assert.NotEqual(0, interrupted);
    }

    /// <returns>1 if the task was interrupted, 0 if it gave its value.</returns>
    private static async Task<int> LostAsync(Task<NwsValue> task, int value)
    {
        try
        {
            Assert.Equal(NwsValue.From(value), await task.WaitAsync(Deadline, Cancellation));
            return 0;
        }
        catch (LanguageTaskException error)
        {
            Assert.Equal("KeyboardInterrupt", error.Error.Type);
            return 1;
        }
    }

    private static KernelHost NewHost(TimeSpan patience) =>
        new(NwsLanguage.Python, LanguageRegistry.Current, new KernelSettings()) { Patience = patience };

    /// <summary>Starts code and waits until it runs.</summary>
    private static async Task<Task<NwsValue>> BeginAsync(KernelHost host, string code, CancellationToken cancellation, string before = "")
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Output += (_, _, _) => begun.TrySetResult();
        Task<NwsValue> task = host.EvaluateAsync($"{before}\nprint('begun')\n{code}", [], cancellation);
        await begun.Task.WaitAsync(Deadline, Cancellation);
        return task;
    }

    private static Task<NwsValue> EvaluateAsync(KernelHost host, string code) =>
        host.EvaluateAsync(code, [], Cancellation).WaitAsync(Deadline, Cancellation);
}
