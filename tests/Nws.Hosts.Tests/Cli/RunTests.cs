using Nws.TestKit;

namespace Nws.Hosts.Tests.Cli;

/// <summary>What scripts of all languages can rely on; the same program, once in each.</summary>
public sealed class RunTests : IAsyncLifetime
{
    private const string Greeting = "args one|two words|--ws\ninput line\nfetched 42\n";

    private static readonly Dictionary<string, string> Scripts = new()
    {
        ["greet.csx"] = """
            Console.WriteLine($"args {string.Join("|", args)}");
            Console.WriteLine($"input {Console.ReadLine()}");
            ws.Store("x", 42);
            await Task.Yield();
            Console.WriteLine($"fetched {ws.Fetch<int>("x")}");
            return 7;
            """,
        ["greet.py"] = """
            import sys
            print("args", "|".join(sys.argv[1:]))
            print("input", input())
            ws.store("x", 42)
            print("fetched", ws.fetch("x"))
            sys.exit(7)
            """,
        ["greet.js"] = """
            const { createInterface } = require('node:readline');
            console.log('args', process.argv.slice(2).join('|'));
            createInterface({ input: process.stdin }).once('line', async (line) => {
              console.log('input', line);
              await ws.store('x', 42);
              console.log('fetched', await ws.fetch('x'));
              process.exit(7);
            });
            """,
        ["greet.mjs"] = """
            import { createInterface } from 'node:readline/promises';
            console.log('args', process.argv.slice(2).join('|'));
            console.log('input', await createInterface({ input: process.stdin }).question(''));
            await ws.store('x', 42);
            console.log('fetched', await ws.fetch('x'));
            process.exit(7);
            """,
        ["greet.R"] = """
            cat("args ", paste(args, collapse = "|"), "\n", sep = "")
            input <- file("stdin")
            cat("input ", readLines(input, 1), "\n", sep = "")
            ws$store("x", 42)
            cat("fetched ", ws$fetch("x"), "\n", sep = "")
            quit(status = 7)
            """,
        ["fail.csx"] = """
            void Deep(string[] rows)
            {
                throw new InvalidOperationException("no such row");
            }
            Deep([]);
            """,
        ["fail.py"] = """
            def deep(rows):

                raise ValueError("no such row")

            deep([])
            """,
        ["fail.js"] = """
            function deep(rows) {

              throw new RangeError('no such row');
            }
            deep([]);
            """,
        ["fail.R"] = """
            deep <- function(rows) {

              stop("no such row")
            }
            deep(NULL)
            """,
        ["name.csx"] = """await ws.StoreAsync("v", ws.Name + " at " + server.Endpoint);""",
        ["name.py"] = """ws.store("v", ws.currentWs() + " at " + __import__("os").environ["NWS_SERVER"])""",
        ["name.mjs"] = """await ws.store('v', `${ws.currentWs()} at ${process.env.NWS_SERVER}`);""",
        ["name.R"] = """ws$store("v", paste(ws$currentWs(), "at", Sys.getenv("NWS_SERVER")))""",
        ["square.csx"] = """
            var square = Code.CSharp("(int x) => x * x");
            Console.WriteLine(string.Join(" ", sleigh.EachElem<int>(square, new[] { 1, 2, 3 })));
            """,
        ["square.py"] = """print(*sleigh.eachElem("lambda x: x * x", [1, 2, 3], type="invoke"))""",
        ["square.mjs"] = """console.log((await sleigh.eachElem((x) => x * x, [1, 2, 3])).join(' '));""",
    };

    private readonly NwsCommandLine _nws = new();

    public ValueTask InitializeAsync()
    {
        foreach (var (file, content) in Scripts) _nws.Write(file, content);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _nws.AllGoneAsync();
        _nws.Dispose();
    }

    [Theory]
    [InlineData("greet.csx")]
    [InlineData("greet.py")]
    [InlineData("greet.js")]
    [InlineData("greet.mjs")]
    [InlineData("greet.R")]
    public async Task Run_WithoutServer_StartsOneAndPassesArgumentsInputAndExitCode(string script)
    {
        var result = await _nws.RunWithInputAsync("line\n"u8.ToArray(), "run", script, "one", "two words", "--ws");

        Assert.Equal((7, Greeting), (result.ExitCode, result.Output));
        Assert.Matches(@"^nws: no server at localhost:8765; using an embedded one at 127\.0\.0\.1:\d+\n$", result.Errors);
    }

    [Theory]
    [InlineData("name.csx")]
    [InlineData("name.py")]
    [InlineData("name.mjs")]
    [InlineData("name.R")]
    public async Task Run_WithServer_UsesItAndTheNamedWorkspace(string script)
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var server = await TestServer.StartAsync();
        await using var client = await server.ConnectAsync();
        var shop = await client.OpenWsAsync("shop", cancellationToken: cancellation).Soon();

        var result = await _nws.RunAsync("run", "--server", server.Endpoint.ToString(), "--ws", "shop", script);

        Assert.Equal((0, "", ""), result.All);
        Assert.Equal($"shop at {server.Endpoint}", await shop.FetchAsync<string>("v", TimeSpan.Zero, cancellation).Soon());
    }

    [Theory]
    [InlineData("fail.csx", "Exception: no such row\n   at Deep(String[] rows) in {0}:line 3\n   at fail.csx in {0}:line 5\n")]
    [InlineData("fail.py", "  File \"fail.py\", line 3, in deep\n    raise ValueError(\"no such row\")\nValueError: no such row\n")]
    [InlineData("fail.js", "RangeError: no such row\n    at deep ({0}:3:9)\n    at Object.<anonymous> ({0}:5:1)\n")]
    [InlineData("fail.R", "Error: no such row\n2: stop(\"no such row\") at fail.R#3\n1: deep(NULL) at fail.R#5\n")]
    public async Task Run_UncaughtError_IsPrintedWithTheScriptsLinesAndExitsWith1(string script, string expected)
    {
        var result = await _nws.RunAsync("run", script);

        string path = Path.Combine(_nws.Folder, script);
        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Contains(expected.Replace("{0}", path, StringComparison.Ordinal), result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("square.csx")]
    [InlineData("square.py")]
    [InlineData("square.mjs")]
    public async Task Run_ScriptThatUsesTheSleigh_GetsWorkersAndLeavesNone(string script)
    {
        var result = await _nws.RunAsync("run", script);

        Assert.Equal((0, "1 4 9\n"), (result.ExitCode, result.Output));
        await _nws.AllGoneAsync();
    }

    [Fact]
    public async Task Run_WorkspaceOfTheEnvironment_IsTheOneAtHand()
    {
        _nws.Variables["NWS_WS"] = "elsewhere";
        _nws.Write("show.csx", "Console.WriteLine(ws.Name);");

        Assert.Equal("elsewhere\n", (await _nws.RunAsync("run", "show.csx")).Output);
    }

    [Fact]
    public async Task Run_NamedServerThatDoesNotAnswer_ExitsWith3()
    {
        var option = await _nws.RunAsync("run", "--server", "127.0.0.1:1", "greet.py");
        _nws.Variables[NwsEndpoint.ServerVariable] = "127.0.0.1:1";
        var variable = await _nws.RunAsync("run", "greet.csx");

        Assert.Equal([3, 3], [option.ExitCode, variable.ExitCode]);
        Assert.All([option, variable], result => Assert.Matches(@"No Nws server answers at 127\.0\.0\.1:1\b", result.Errors));
    }

    [Theory]
    [InlineData("nowhere.py", "There is no file 'nowhere.py'.")]
    [InlineData("notes.txt", "The language of 'notes.txt' is unknown: the file name must end in .csx, .py, .js, .mjs, .R.")]
    [InlineData(".", "The language of '.' is unknown")]
    public async Task Run_FileThatIsNoScript_ExitsWith2(string file, string complaint)
    {
        var result = await _nws.RunAsync("run", file);

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.StartsWith($"nws: {complaint}", result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("NWS_PYTHON", "greet.py", "Python was not found")]
    [InlineData("NWS_NODE", "greet.js", "JavaScript was not found")]
    [InlineData("NWS_RSCRIPT", "greet.R", "R was not found")]
    public async Task Run_InterpreterMissing_ExitsWith127(string variable, string script, string complaint)
    {
        _nws.Variables[variable] = "no-such-program";

        var result = await _nws.RunAsync("run", script);

        Assert.Equal((127, ""), (result.ExitCode, result.Output));
        Assert.StartsWith($"nws: {complaint}", result.Errors, StringComparison.Ordinal);
    }
}
