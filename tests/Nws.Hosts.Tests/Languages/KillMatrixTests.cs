using Nws.Hosts.Languages;

namespace Nws.Hosts.Tests.Languages;

/// <summary>Whatever a task does to its kernel: the call says what happened, the next call works, and no process is left.</summary>
public sealed class KillMatrixTests
{
    private const long MemoryLimit = 600L << 20;
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(5);

    public static TheoryData<NwsLanguage> Languages => Catastrophes.Languages;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Languages))]
    public Task Exit_IsToldWithItsCodeAndLastWords(NwsLanguage language) =>
        AssertLostAsync(language, Snippets.Of(language).Exits, "exit code 3", "goodbye");

    [Theory]
    [MemberData(nameof(Languages))]
    public Task SigKill_IsToldByName(NwsLanguage language) => AssertLostAsync(language, Snippets.Of(language).KillsItself, "signal SIGKILL");

    [Theory]
    [MemberData(nameof(Languages))]
    public Task SigSegv_IsToldByName(NwsLanguage language) => AssertLostAsync(language, Catastrophes.Of(language).Segfaults, "signal SIGSEGV");

    [Fact]
    public Task SigSegv_InPython_LastWordsShowTheLine() =>
        AssertLostAsync(NwsLanguage.Python, Catastrophes.Of(NwsLanguage.Python).Segfaults, "Segmentation fault", "\"<task 2>\", line 4 in crash");

    [Fact]
    public Task StackOverflow_InCSharp_IsTold() => AssertLostAsync(NwsLanguage.CSharp, "int f(int x) => f(x + 1) + 1;\nf(0)", "SIGABRT", "Stack overflow");

    [Fact]
    public Task OutOfMemory_InJavaScript_IsTold() =>
        AssertLostAsync(NwsLanguage.JavaScript, "const all = [];\nwhile (true) all.push(new Array(1000).fill(all.length));", "SIGABRT", "heap out of memory");

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task EndlessLoop_Interrupted_EndsAndNextCallWorks(NwsLanguage language)
    {
        await using KernelHost host = NewHost(language);
        int before = await ProcessAsync(host);
        Task<NwsValue> loop = host.EvaluateAsync(Snippets.Of(language).LoopsForEver, [], Cancellation);
        bool survived = await host.InterruptAsync().WaitAsync(Deadline, Cancellation);
        NwsException error = await Assert.ThrowsAnyAsync<NwsException>(() => loop.WaitAsync(Deadline, Cancellation));
        Assert.IsType(survived ? typeof(LanguageTaskException) : typeof(KernelLostException), error);
        if (!survived) Assert.Contains("its definitions are lost", error.Message, StringComparison.Ordinal);
        Assert.Equal(survived, before == await ProcessAsync(host));
        Assert.Equal(survived ? 1 : 2, host.Generation);
        if (!survived) Processes.AssertGone(before);
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task GibiByteOfOutput_PassesInBoundedMemory(NwsLanguage language)
    {
        await using KernelHost host = NewHost(language);
        int kernel = await ProcessAsync(host);
        long printed = 0;
        host.Output += (_, text, _) => printed += text.Length;
        await host.EvaluateAsync(Catastrophes.Of(language).PrintsGibiByte, [], Cancellation).WaitAsync(Deadline, Cancellation);
        Assert.Equal(Catastrophes.GibiByte, printed);
        Assert.InRange(Processes.PeakMemory(kernel), 1, MemoryLimit);
        Assert.Equal(kernel, await ProcessAsync(host));
    }

    private static async Task AssertLostAsync(NwsLanguage language, string code, params string[] told)
    {
        KernelHost host = NewHost(language);
        int before = await ProcessAsync(host), after;
        await using (host)
        {
            var loss = await Assert.ThrowsAsync<KernelLostException>(
                () => host.EvaluateAsync(code, [], Cancellation).WaitAsync(Deadline, Cancellation));
            foreach (string part in told) Assert.Contains(part, loss.Message, StringComparison.Ordinal);
            after = await ProcessAsync(host);
            Assert.NotEqual(before, after);
        }
        Processes.AssertGone(before);
        Processes.AssertGone(after);
    }

    private static async Task<int> ProcessAsync(KernelHost host) =>
        (await host.EvaluateAsync(Snippets.Of(host.Language).ProcessId, [], Cancellation).WaitAsync(Deadline, Cancellation)).To<int>();

    private static KernelHost NewHost(NwsLanguage language) => new(language, LanguageRegistry.Current, new KernelSettings());
}
