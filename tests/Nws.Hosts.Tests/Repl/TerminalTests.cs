using Nws.TestKit;

namespace Nws.Hosts.Tests.Repl;

/// <summary>The prompt at a real terminal.</summary>
public sealed class TerminalTests : IAsyncLifetime
{
    private TmuxTerminal _terminal = null!;

    public async ValueTask InitializeAsync() => _terminal = await TmuxTerminal.StartAsync();

    public ValueTask DisposeAsync() => _terminal.DisposeAsync();

    [Fact]
    public async Task Session_OfAUser_DoesWhatIsTypedAndGivesTheTerminalBack()
    {
        await _terminal.StartReplAsync();
        await _terminal.SeesAsync("web console http://localhost:");
        await _terminal.TypeAsync("x = 'käse 日本'\nx\n");
        await _terminal.SeesAsync("\n'käse 日本'\npy>");

        await _terminal.PressAsync("C-d");
        await _terminal.SeesAsync("shell$", inLastLine: true);
        await _terminal.TypeAsync("stty -a\n");
        await _terminal.SeesAsync(" icanon");
        await _terminal.SeesAsync(" echo ");
    }

    [Theory]
    [InlineData("py", "print('running'); ws.fetch('never')")]
    [InlineData("js", "console.log('running'); await ws.fetch('never')")]
    [InlineData("cs", "Console.WriteLine(\"running\"); ws.Fetch(\"never\")")]
    [InlineData("r", "cat('running\\n'); ws$fetch('never')")]
    public async Task Interrupt_OfABlockedFetch_KeepsTheSession(string language, string code)
    {
        await _terminal.StartReplAsync($"-l {language}");
        await _terminal.SeesAsync("web console http://localhost:");
        // Its value comes when the kernel is there, which for C# takes its time on a machine that is busy with other tests.
        await _terminal.TypeAsync("6 * 7\n");
        await _terminal.SeesAsync("42\n" + language + ">", TmuxTerminal.KernelStart);
        await _terminal.TypeAsync(code + "\n");
        await _terminal.SeesAsync("\nrunning");

        await _terminal.PressAsync("C-c");
        await _terminal.SeesAsync("interrupted");
        await _terminal.TypeAsync("7 + 1\n");

        await _terminal.SeesAsync("8\n" + language + ">", TmuxTerminal.KernelStart);
    }

    [Fact]
    public async Task Terminal_GoesAway_NothingCrashes()
    {
        await _terminal.StartReplAsync("; echo $? >code)", before: "(trap '' HUP; env --default-signal=HUP");
        await _terminal.TypeAsync("6 * 7\n");
        await _terminal.SeesAsync("42\npy>", TmuxTerminal.KernelStart);

        await _terminal.CloseAsync();

        string[] codes = ["0", "129"]; // the end of what is typed, or the signal: what is noticed first
        Assert.Contains((await File.ReadAllTextAsync(Path.Combine(_terminal.Folder, "code"), TestContext.Current.CancellationToken)).Trim(), codes);
    }

    [Fact]
    public async Task Signal_FromAnotherProgram_EndsTheSessionAndGivesTheTerminalBack()
    {
        await _terminal.StartReplAsync("; echo code $?");
        await _terminal.TypeAsync("import os; os.kill(os.getppid(), 15); ws.fetch('never')\n");
        await _terminal.SeesAsync("code 143\nshell$", TmuxTerminal.KernelStart);
        await _terminal.TypeAsync("stty -a\n");
        await _terminal.SeesAsync(" icanon");
    }

    [Fact]
    public async Task Terminal_GoesAwayWhileAFetchBlocks_TheSessionEnds()
    {
        // As under nohup: the end of what is typed is all that it learns.
        await _terminal.StartReplAsync(before: "trap '' HUP;");
        await _terminal.TypeAsync("print('running'); ws.fetch('never')\n");
        await _terminal.SeesAsync("\nrunning", TmuxTerminal.KernelStart);

        await _terminal.CloseAsync();
    }

    [Fact]
    public async Task Paste_OfABlock_IsOneInputWhateverIsInIt()
    {
        await _terminal.StartReplAsync();
        await _terminal.PasteAsync("def f(n):\n\n    if n:\n        return n\n\tprint('never')\n");
        await _terminal.SeesAsync("print('never')");
        Assert.DoesNotContain("Error", await _terminal.ScreenAsync(), StringComparison.Ordinal);

        await _terminal.PressAsync("C-c");
        await _terminal.PasteAsync("def g(n):\n\n    return n + 1\n");
        await _terminal.TypeAsync("\ng(41)\n");

        await _terminal.SeesAsync("\n42\npy>");
    }

    [Fact]
    public async Task Paste_OfTwoHundredLines_IsOneInput()
    {
        await _terminal.StartReplAsync();
        await _terminal.PasteAsync(string.Concat(Enumerable.Range(1, 200).Select(number => $"x{number} = {number}\n")));
        await _terminal.TypeAsync("\nsum([x1, x100, x200])\n");

        await _terminal.SeesAsync("\n301\npy>");
    }

    [Fact]
    public async Task Type_OfJoinedEmoji_KeepsThePlaceOfTheCursor()
    {
        await _terminal.StartReplAsync();
        await _terminal.TypeAsync("'a\U0001F468\u200D\U0001F469\u200D\U0001F467b'");
        await _terminal.PressAsync("Left", "Left", "BSpace");
        await _terminal.TypeAsync("c\n");

        await _terminal.SeesAsync("\n'acb'\npy>");
    }

    [Fact]
    public async Task Resize_ToFortyColumns_ShowsWhatIsTypedAndItsValue()
    {
        await _terminal.StartReplAsync();
        await _terminal.ResizeAsync(40, 20);
        await _terminal.TypeAsync("'0123456789' * 6\n");
        await _terminal.SeesAsync("py> '0123456789' * 6");
        await _terminal.TypeAsync("40 + 2\n");

        await _terminal.SeesAsync("\n42\npy>");
    }

    [Fact]
    public async Task Hint_OfCodeThatWaits_ComesByItself()
    {
        await _terminal.StartReplAsync();
        await _terminal.TypeAsync("ws.store('result', 4); ws.fetch('reslt')\n");

        await _terminal.SeesAsync("nobody ever stored 'reslt'; 1 value is in");
        await _terminal.PressAsync("C-c");
        await _terminal.SeesAsync("interrupted");
    }

    [Fact]
    public async Task History_IsThereInTheNextSession()
    {
        await _terminal.StartReplAsync();
        await _terminal.TypeAsync("first = 40 + 1\nsecond = 2\n");
        await _terminal.PressAsync("C-d");
        await _terminal.SeesAsync("shell$", inLastLine: true);
        await _terminal.TypeAsync("clear\n");
        await _terminal.StartReplAsync();

        await _terminal.PressAsync("C-r");
        await _terminal.TypeAsync("40");
        await _terminal.SeesAsync("(search '40') first = 40 + 1");
        await _terminal.TypeAsync("\nfirst\n");

        await _terminal.SeesAsync("\n41\npy>");
    }

    [Fact]
    public async Task Resize_WhileALongLineIsEdited_KeepsItWhole()
    {
        await _terminal.StartReplAsync();
        await _terminal.SeesAsync("web console");
        await _terminal.TypeAsync("x = '" + string.Concat(Enumerable.Repeat("0123456789", 10)));
        await _terminal.SeesAsync("9012345");
        await _terminal.ResizeAsync(50, 20);
        string shown = $"x = '{string.Concat(Enumerable.Repeat("0123456789", 10))}";
        await Eventually.TrueAsync(async () =>
        {
            string screen = (await _terminal.ScreenAsync()).Replace("\n", "", StringComparison.Ordinal);
            return screen.Split("py> ") is [_, var only] && only == shown;
        }, "the line is there once, whole");

        await _terminal.TypeAsync("'\nlen(x)\n");

        await _terminal.SeesAsync("\n100\npy>");
    }

    [Fact]
    public async Task Tab_OffersNamesOfTheLanguageAndOfTheWorkspace()
    {
        await _terminal.StartReplAsync();
        await _terminal.TypeAsync("ws.store('temperature', 21)\nimport_me = 1\nprint('ready')\n");
        await _terminal.SeesAsync("\nready");
        await _terminal.TypeAsync("ws.fetch('temp");
        await _terminal.PressAsync("Tab");
        await _terminal.SeesAsync("ws.fetch('temperature");
        await _terminal.TypeAsync("')\n");
        await _terminal.SeesAsync("\n21\npy>");

        await _terminal.TypeAsync("import_");
        await _terminal.PressAsync("Tab");
        await _terminal.SeesAsync("py> import_me");
    }
}
