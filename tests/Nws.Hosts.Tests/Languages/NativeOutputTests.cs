using Nws.Hosts.Languages;

namespace Nws.Hosts.Tests.Languages;

/// <summary>What is written past a language, straight to descriptors 1 and 2, is output of the task all the same.</summary>
public sealed class NativeOutputTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    public static TheoryData<NwsLanguage> Languages => Catastrophes.Languages;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task ProgramOfATask_WritesToBothStreams_ArrivesBeforeTheValue(NwsLanguage language)
    {
        (List<(string Stream, string Text)> printed, _) = await RunAsync(language, Catastrophes.Of(language).RunsAProgram);
        Assert.Equal("child\n", TextOf(printed, "stdout"));
        Assert.Equal("complaint\n", TextOf(printed, "stderr"));
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task WritesPastTheLanguage_AmongPrints_AllArriveBeforeTheValue(NwsLanguage language)
    {
        (List<(string Stream, string Text)> printed, _) = await RunAsync(language, Catastrophes.Of(language).WritesPastTheLanguage);
        string all = TextOf(printed, "stdout");
        Assert.Equal((50, 50), (all.Count(letter => letter == 'a'), all.Count(letter => letter == 'b')));
        Assert.Equal(200, all.Length);
    }

    // Node.js has no way to ask how full a pipe is.
    [Theory]
    [InlineData(NwsLanguage.CSharp)]
    [InlineData(NwsLanguage.Python)]
    public async Task WritesPastTheLanguage_AmongPrints_ArriveInOrder(NwsLanguage language)
    {
        (List<(string Stream, string Text)> printed, _) = await RunAsync(language, Catastrophes.Of(language).WritesPastTheLanguage);
        Assert.Equal(string.Concat(Enumerable.Repeat("a\nb\n", 50)), TextOf(printed, "stdout"));
    }

    [Fact]
    public async Task WritesOfNativeCode_InPython_AreOutput()
    {
        const string code = "import ctypes\nlibc = ctypes.CDLL(None)\nlibc.printf(b'native %d\\n', 7)\ndone = libc.fflush(None)";
        (List<(string Stream, string Text)> printed, _) = await RunAsync(NwsLanguage.Python, code);
        Assert.Equal([("stdout", "native 7\n")], printed);
    }

    [Fact]
    public async Task CharacterInParts_ArrivesWhole()
    {
        const string code = "import os, time\nfor byte in '雪'.encode():\n    os.write(1, bytes([byte]))\n    time.sleep(0.01)";
        (List<(string Stream, string Text)> printed, _) = await RunAsync(NwsLanguage.Python, code);
        Assert.Equal([("stdout", "雪")], printed);
    }

    [Fact]
    public async Task BothStreams_PrintedByTurns_KeepTheirOrder()
    {
        const string code = "import sys\nfor i in range(500):\n    print(i)\n    print(i, file=sys.stderr)";
        (List<(string Stream, string Text)> printed, _) = await RunAsync(NwsLanguage.Python, code);
        Assert.Equal(Enumerable.Range(0, 500).SelectMany(i => new[] { ("stdout", $"{i}\n"), ("stderr", $"{i}\n") }), printed);
    }

    [Fact]
    public async Task Output_ArrivesWhileTheTaskRuns()
    {
        await using var host = new KernelHost(NwsLanguage.Python, LanguageRegistry.Current, new KernelSettings());
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        string text = "";
        host.Output += (_, part, _) =>
        {
            text += part;
            if (text == "printed\nwritten\n") arrived.TrySetResult();
        };
        Task<NwsValue> task = host.EvaluateAsync("import os\nprint('printed')\nos.write(1, b'written\\n')\nwhile True: pass", [], Cancellation);
        await arrived.Task.WaitAsync(Deadline, Cancellation);
        Assert.False(task.IsCompleted);
        await host.InterruptAsync();
        await Assert.ThrowsAnyAsync<NwsException>(() => task);
    }

    [Fact]
    public async Task GibiByteWrittenPastTheLanguage_Passes()
    {
        const string code = "import os\npiece = b'x' * (1 << 20)\nfor _ in range(1024):\n    left = memoryview(piece)\n    while left: left = left[os.write(1, left):]";
        await using var host = new KernelHost(NwsLanguage.Python, LanguageRegistry.Current, new KernelSettings());
        long written = 0;
        host.Output += (_, text, _) => written += text.Length;
        await host.EvaluateAsync(code, [], Cancellation).WaitAsync(Deadline, Cancellation);
        Assert.Equal(Catastrophes.GibiByte, written);
    }

    [Fact]
    public async Task ProcessLeftBehind_HoldsThePipes_HostNoticesTheEndAllTheSame()
    {
        await using var host = new KernelHost(NwsLanguage.Python, LanguageRegistry.Current, new KernelSettings());
        const string code = "import os, subprocess\nchild = subprocess.Popen(['sleep', '600'])\nprint(child.pid)\nos.write(2, b'gone\\n')\nos._exit(5)";
        string printed = "";
        host.Output += (stream, text, _) => printed += stream == "stdout" ? text : "";
        var loss = await Assert.ThrowsAsync<KernelLostException>(() => host.EvaluateAsync(code, [], Cancellation).WaitAsync(Deadline, Cancellation));
        using var child = System.Diagnostics.Process.GetProcessById(int.Parse(printed, null));
        child.Kill();
        Assert.Contains("exit code 5", loss.Message, StringComparison.Ordinal);
        Assert.Contains("gone", loss.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ListenerFails_CallFailsAndNextOneWorks()
    {
        await using var host = new KernelHost(NwsLanguage.Python, LanguageRegistry.Current, new KernelSettings());
        static void Fail(string stream, string text, int? element) => throw new InvalidOperationException("the disk is full");
        host.Output += Fail;
        var loss = await Assert.ThrowsAsync<KernelLostException>(() => host.EvaluateAsync("print(1)", [], Cancellation).WaitAsync(Deadline, Cancellation));
        Assert.Contains("the disk is full", loss.Message, StringComparison.Ordinal);
        host.Output -= Fail;
        Assert.Equal(NwsValue.From(2), await host.EvaluateAsync("1 + 1", [], Cancellation).WaitAsync(Deadline, Cancellation));
    }

    private static async Task<(List<(string Stream, string Text)> Printed, NwsValue Value)> RunAsync(NwsLanguage language, string code)
    {
        await using var host = new KernelHost(language, LanguageRegistry.Current, new KernelSettings());
        List<(string, string)> printed = [];
        host.Output += (stream, text, _) => printed.Add((stream, text));
        NwsValue value = await host.EvaluateAsync(code, [], Cancellation).WaitAsync(Deadline, Cancellation);
        return ([.. printed], value);
    }

    private static string TextOf(List<(string Stream, string Text)> printed, string stream) =>
        string.Concat(printed.Where(part => part.Stream == stream).Select(part => part.Text));
}
