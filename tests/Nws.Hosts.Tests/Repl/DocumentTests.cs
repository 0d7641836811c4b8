using Nws.Hosts.Repl.Documents;
using Nws.Hosts.Tests.Cli;
using Nws.Hosts.Tests.Examples;
using Nws.TestKit;

namespace Nws.Hosts.Tests.Repl;

/// <summary>Sessions as files.</summary>
public sealed class DocumentTests : IDisposable
{
    private readonly NwsCommandLine _nws = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _nws.Dispose();

    [Fact]
    public async Task Saved_Session_IsRunAndTested()
    {
        var repl = await EnterAsync("x = {'n': 1.0}\nx\n#share x\n#js x\n1 / 0\n#cs\nint Twice(int n)\n{\n    return 2 * n;\n}\nTwice(21)\n#save s.nws\n");
        Assert.Equal((1, "{'n': 1.0}\n{ n: 1 }\n42\n"), (repl.ExitCode, repl.Output));
        string saved = File.ReadAllText(Path.Combine(_nws.Folder, "s.nws"));
        Assert.Contains("\n#py\nx\n#=> {'n': 1.0}\n", saved, StringComparison.Ordinal);
        Assert.Contains("\n#py\n1 / 0\n#!> ZeroDivisionError: division by zero\n", saved, StringComparison.Ordinal);

        Assert.Contains("\n#py\n#share x\n", saved, StringComparison.Ordinal);
        var run = await _nws.RunAsync("run", "s.nws");
        Assert.Equal((0, "{'n': 1.0}\n{ n: 1 }\n42\n"), (run.ExitCode, run.Output));
        var tested = await _nws.RunAsync("test", "s.nws");
        Assert.Equal((0, "7 inputs gave what they should.\n", ""), tested.All);
    }

    [Fact]
    public async Task Saved_Session_IsWithoutWhatWasInterrupted()
    {
        await using var fixture = await SessionFixture.StartAsync();
        string file = Path.Combine(_nws.Folder, "s.nws");
        await fixture.EnterAsync("1 + 1");
        Task endless = fixture.Session.SubmitAsync("ws.fetch('never')");
        await Eventually.TrueAsync(() => fixture.Session.Interrupt());
        await endless.Soon();

        Assert.Equal([$"say 1 inputs are in {file}, without 1 that was interrupted."], await fixture.EnterAsync($"#save {file}"));
        Assert.DoesNotContain("never", await File.ReadAllTextAsync(file, Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Test_OfASessionThatGivesOtherValues_TellsEachDifference()
    {
        _nws.Write("s.nws", "About this.\n\n#py\n1 + 1\n#=> 2\n\n#py\n1 + 1.0\n#=> 2\n\n#py\nundefined\n#=> 3\n\n#py\nx = 1\n#=> 1\n");

        var tested = await _nws.RunAsync("test", "s.nws");

        Assert.Equal((1, "3 of 4 inputs gave something else.\n"), (tested.ExitCode, tested.Output));
        Assert.Equal(
            "line 8: 1 + 1.0\n  expected: 2\n  got:      2.0\n"
            + "line 12: undefined\n  expected: 3\n  got:      the error NameError: name 'undefined' is not defined\n"
            + "line 16: x = 1\n  expected: 1\n  got:      no value\n",
            tested.Errors);
    }

    [Fact]
    public async Task Saved_Session_HasTheCommandsThatLaterInputsNeedAndNoOthers()
    {
        var repl = await EnterAsync("#ws use other\n#declare s single\nws.store('s', 1)\nws.store('s', 2)\n#vars\n#share nothing\n[ws.find('s'), ws.currentWs()]\n#reset\n#who\n#save s.nws\n");
        Assert.Equal(1, repl.ExitCode);
        string saved = File.ReadAllText(Path.Combine(_nws.Folder, "s.nws"));

        Assert.Contains("\n#py\n#ws use other\n\n#py\n#declare s single\n", saved, StringComparison.Ordinal);
        Assert.Contains("\n#py\n#reset\n", saved, StringComparison.Ordinal);
        Assert.DoesNotMatch("#vars|#who|#share|#save FILE", saved.Split('\n', 2)[1]);
        var tested = await _nws.RunAsync("test", "s.nws");
        Assert.Equal((0, "6 inputs gave what they should.\n", ""), tested.All);
    }

    [Fact]
    public async Task Test_OfAText_RunsTheCodeInItAndTellsDifferencesByTheirLine()
    {
        _nws.Write("t.md", "# Title\n\n```python\nx = 20\n\nx + 1\n#=> 21\nx + 2\n#=> 23\n```\n\n```console\n$ no code\n```\n\n````javascript\n`a${1}`\n//=> 'a1'\nnope\n//!> ReferenceError: nope is not defined\n````\n\n```csharp shown only\nnot run\n```\n");

        var tested = await _nws.RunAsync("test", "t.md");

        Assert.Equal((1, "1 of 4 inputs gave something else.\n", "line 8: x + 2\n  expected: 23\n  got:      22\n"), tested.All);
    }

    [Fact]
    public async Task Test_OfATextWithAnOpenFence_SaysWhere()
    {
        _nws.Write("t.md", "one\n```python\n1\n");

        var tested = await _nws.RunAsync("test", "t.md");

        Assert.Equal((2, "", "nws: The block of code that begins in line 2 has no end.\n"), tested.All);
    }

    [Fact]
    public async Task Tutorial_EveryPieceOfCode_GivesWhatThePageSays()
    {
        var tested = await _nws.RunAsync("test", Path.Combine(Repository.Root, "docs", "tutorial.md"));

        Assert.Equal((0, ""), (tested.ExitCode, tested.Errors));
        Assert.Matches("^[0-9]{2} inputs gave what they should.\n$", tested.Output);
    }

    [Fact]
    public async Task Page_OfThePrompt_ShowsWhatItDoes()
    {
        await using TestServer server = await TestServer.StartAsync();
        string page = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "repl.md"), Cancellation);
        var shell = new Shell(server.Endpoint, Path.Combine(_nws.Folder, "nws.db"));

        foreach (var (line, command, expected) in DocumentSnippet.Read(page, _nws.Folder)) Assert.Equal((line, expected), (line, await shell.RunAsync(command)));
    }

    [Fact]
    public async Task Each_InTheWorkersOfTheSession_GivesValuesInOrder()
    {
        var repl = await EnterAsync("#sleigh start 1\n#each lambda x: x * x over range(4)\n#js\n#each x => x + 1 over new Float64Array([0.5, 1])\n#sleigh stop\n#each x\n");

        Assert.Equal(1, repl.ExitCode);
        Assert.StartsWith("RANK  HOST", repl.Output, StringComparison.Ordinal);
        Assert.EndsWith("\n[0, 1, 4, 9]\n[ 1.5, 2 ]\n", repl.Output, StringComparison.Ordinal);
        Assert.EndsWith("Write #each FUNCTION over ELEMENTS, for example: #each lambda x: x * x over range(10).\n", repl.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_OfNotebooks_RunsTheirCells()
    {
        _nws.Write("n.dib", "#!markdown\n# A title\n\n#!python\nn = 20\nn\n\n#!javascript\nconst m = 22;\nm\n");
        _nws.Write("n.ipynb", """
            {
              "metadata": { "kernelspec": { "language": "C#" } },
              "cells": [
                { "cell_type": "markdown", "source": ["# A title"], "metadata": {} },
                { "cell_type": "code", "source": ["int k = 40;\n", "k + 2"], "metadata": {} },
                { "cell_type": "code", "source": "n + 1", "metadata": { "polyglot_notebook": { "kernelName": "python" } } }
              ]
            }
            """);

        var repl = await EnterAsync("#load n.dib\n#load n.ipynb\n");

        Assert.Equal((0, "20\n22\n42\n21\n"), (repl.ExitCode, repl.Output));
    }

    [Fact]
    public async Task Read_OfAFileWithAnotherLanguage_IsRefused()
    {
        _nws.Write("n.dib", "#!pwsh\nGet-Date\n");

        FormatException refusal = await Assert.ThrowsAsync<FormatException>(() => DocumentFile.ReadAsync(Path.Combine(_nws.Folder, "n.dib"), Cancellation));

        Assert.Equal("A cell in line 2 is written in 'pwsh'; a session has C#, Python, JavaScript and R.", refusal.Message);
    }

    [Theory]
    [InlineData("n.nws", "1 + 1\n", "There is nothing to run in 'n.nws': a line with the name of a language (#cs, #py, #js, #r) begins an input, and there is none.")]
    [InlineData("n.md", "# 1 + 1\n", "There is nothing to run in 'n.md': an input is a block of code behind the name of its language (```python), and there is none.")]
    public async Task File_WithNothingToRun_IsRefused(string file, string text, string reason)
    {
        _nws.Write(file, text);

        foreach (string verb in (string[])["run", "test"])
        {
            var result = await _nws.RunAsync(verb, file);
            Assert.Equal((2, ""), (result.ExitCode, result.Output));
            Assert.Contains(reason, result.Errors, StringComparison.Ordinal);
        }
    }

    private Task<ProcessResult> EnterAsync(string text) => _nws.RunWithInputAsync(System.Text.Encoding.UTF8.GetBytes(text), "repl");
}
