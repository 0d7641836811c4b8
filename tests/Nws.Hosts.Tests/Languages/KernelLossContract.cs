using Nws.Hosts.Languages;

namespace Nws.Hosts.Tests.Languages;

/// <summary>What happens to a host and to the processes when a kernel ends, in every language.</summary>
public abstract class KernelLossContract
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private readonly Snippets _code;

    private protected KernelLossContract(Snippets code) => _code = code;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Evaluate_CodeEndsTheProcess_FailsWithEvidenceAndNextCallGetsAFreshKernel()
    {
        await using KernelHost host = NewHost();
        var loss = await Assert.ThrowsAsync<KernelLostException>(() => EvaluateAsync(host, _code.Exits));
        Assert.Contains(_code.Language.ToDisplayName(), loss.Message, StringComparison.Ordinal);
        Assert.Contains("exit code 3", loss.Message, StringComparison.Ordinal);
        Assert.Contains("goodbye", loss.Message, StringComparison.Ordinal);
        Assert.Equal(NwsValue.From(2), await EvaluateAsync(host, _code.Whole(2)));
        Assert.Equal(2, host.Generation);
    }

    [Fact]
    public async Task Evaluate_ProcessIsKilled_FailsWithTheSignal()
    {
        await using KernelHost host = NewHost();
        var loss = await Assert.ThrowsAsync<KernelLostException>(() => EvaluateAsync(host, _code.KillsItself));
        Assert.Contains("SIGKILL", loss.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Preamble_FreshKernel_KnowsItsDefinitions()
    {
        await using KernelHost host = NewHost();
        host.Preamble.Add(_code.DefinesTwice);
        await Assert.ThrowsAsync<KernelLostException>(() => EvaluateAsync(host, _code.Exits));
        Assert.Equal(NwsValue.From(42), await host.InvokeAsync("twice", [NwsValue.From(21)], Cancellation));
    }

    [Fact]
    public async Task Preamble_FreshKernel_HasItsVariablesInOrder()
    {
        await using KernelHost host = NewHost();
        host.Preamble.Set("shared", NwsValue.From(1));
        host.Preamble.Set("other", NwsValue.From(2));
        host.Preamble.Set("shared", NwsValue.From(40));
        host.Preamble.Add(_code.DefinesTwice);
        host.Preamble.Unset("other");
        await Assert.ThrowsAsync<KernelLostException>(() => EvaluateAsync(host, _code.Exits));
        Assert.Equal(NwsValue.From(80), await EvaluateAsync(host, "twice(shared)"));
        await Assert.ThrowsAsync<LanguageTaskException>(() => EvaluateAsync(host, "other"));
    }

    [Fact]
    public async Task Map_ElementKillsTheKernel_WhatWasReportedIsThere()
    {
        await using KernelHost host = NewHost();
        List<MapPart> parts = [];
        NwsValue[] rows = [.. new[] { 2, 0, 1, 3 }.Select(number => NwsValue.From(new[] { (object)number }))];
        var map = new MapRequest(MapKind.Invoke, MapSnippets.Of(_code.Language).KillsAtOne!, rows);
        var loss = await Assert.ThrowsAsync<KernelLostException>(() => host.MapAsync(map, parts.Add, Cancellation).WaitAsync(Deadline, Cancellation));
        Assert.Contains("SIGKILL", loss.Message, StringComparison.Ordinal);
        Assert.Equal([NwsValue.From(2), NwsValue.From(0)], parts.SelectMany(part => part.Values));
    }

    [Fact]
    public async Task Evaluate_EndlessLoopCancelled_EndsAndNextCallWorks()
    {
        await using KernelHost host = NewHost();
        int kernel = (await EvaluateAsync(host, _code.ProcessId)).To<int>();
        using var cancel = new CancellationTokenSource();
        Task<NwsValue> loop = host.EvaluateAsync(_code.LoopsForEver, [], cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => loop);
        int next = (await EvaluateAsync(host, _code.ProcessId)).To<int>();
        Assert.Equal(host.Generation == 1, kernel == next);
        if (kernel != next) Processes.AssertGone(kernel);
    }

    [Fact]
    public async Task Dispose_EndlessLoop_FailsTheCallAndLeavesNoProcess()
    {
        KernelHost host = NewHost();
        int kernel = (await EvaluateAsync(host, _code.ProcessId)).To<int>();
        Task<NwsValue> loop = EvaluateAsync(host, _code.LoopsForEver);
        await host.DisposeAsync();
        await Assert.ThrowsAsync<KernelLostException>(() => loop);
        Processes.AssertGone(kernel);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => EvaluateAsync(host, "1 + 1"));
    }

    [Fact]
    public async Task Kernel_HostClosesTheChannelInMidTask_ExitsAtOnce()
    {
        using var listener = new KernelListener();
        KernelProcess process = KernelProcess.Start(LanguageRegistry.Current.Find(_code.Language), listener.Address, listener.Token);
        try
        {
            await using (Stream channel = await listener.AcceptAsync(Cancellation).WaitAsync(Deadline, Cancellation))
            {
                NwsValue[] loop = [NwsValue.From(_code.LoopsAndPrints ?? _code.LoopsForEver), NwsValue.From(Array.Empty<object>())];
                NwsValue[] print = [NwsValue.From(_code.Prints), NwsValue.From(Array.Empty<object>())];
                await channel.WriteAsync(KernelFrame.Encode(new KernelMessage.Request(1, "evaluate", print)), Cancellation);
                await channel.WriteAsync(KernelFrame.Encode(new KernelMessage.Request(2, "evaluate", loop)), Cancellation);
                await KernelFrame.ReadAsync(channel, int.MaxValue, Cancellation).AsTask().WaitAsync(Deadline, Cancellation);
            }
            listener.Dispose();
            await process.Ended.WaitAsync(Deadline, Cancellation);
        }
        finally
        {
            process.Kill();
        }
    }

    private KernelHost NewHost() => new(_code.Language, LanguageRegistry.Current, new KernelSettings());

    private static Task<NwsValue> EvaluateAsync(KernelHost host, string code) => host.EvaluateAsync(code, [], Cancellation);
}

public sealed class CSharpKernelLossTests() : KernelLossContract(Snippets.CSharp);

public sealed class PythonKernelLossTests() : KernelLossContract(Snippets.Python);

public sealed class JavaScriptKernelLossTests() : KernelLossContract(Snippets.JavaScript);

public sealed class RKernelLossTests() : KernelLossContract(RSnippets.R);
