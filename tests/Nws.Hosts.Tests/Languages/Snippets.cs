namespace Nws.Hosts.Tests.Languages;

/// <summary>The same programs in each language, for the tests that hold for all of them.</summary>
internal sealed record Snippets(NwsLanguage Language)
{
    /// <summary>Sets <c>SleighValue</c> to twice the argument plus one, then ends with another expression.</summary>
    internal required string SetsValue { get; init; }

    /// <summary>Declares <c>kept</c> as 20; the last statement is <c>kept + 1</c>.</summary>
    internal required string EndsWithExpression { get; init; }

    /// <summary>Declares a function <c>twice</c>.</summary>
    internal required string DefinesTwice { get; init; }

    /// <summary>A lambda that squares.</summary>
    internal required string Square { get; init; }

    /// <summary>A lambda of two parameters that subtracts.</summary>
    internal required string Minus { get; init; }

    /// <summary>The dotted name of the square root.</summary>
    internal required string SquareRoot { get; init; }

    /// <summary>Declares an asynchronous function <c>later</c> that adds one.</summary>
    internal required string DefinesLater { get; init; }

    /// <summary>Throws <c>no luck</c> in a function <c>fail</c>, in line 3.</summary>
    internal required string Throws { get; init; }

    internal required string ThrownType { get; init; }

    internal required string LineOfThrow { get; init; }

    /// <summary>Does not compile because of its second line.</summary>
    internal required string Malformed { get; init; }

    internal required string MalformedType { get; init; }

    /// <summary>Prints <c>one</c>, complains <c>two</c>, prints <c>three</c>, each with a line end.</summary>
    internal required string Prints { get; init; }

    /// <summary>An expression whose value cannot travel.</summary>
    internal required string Unencodable { get; init; }

    /// <summary>Ends the process with exit code 3 after complaining <c>goodbye</c> on the real standard error.</summary>
    internal required string Exits { get; init; }

    /// <summary>Kills the process by a signal.</summary>
    internal required string KillsItself { get; init; }

    /// <summary>Stores <c>hello</c> into the variable <c>greeting</c> of the user workspace.</summary>
    internal required string StoresGreeting { get; init; }

    internal required string LoopsForEver { get; init; }

    internal required string ProcessId { get; init; }

    /// <summary>Loops for ever and prints now and then, where a kernel without threads notices the end of its channel only so.</summary>
    internal string? LoopsAndPrints { get; init; }

    /// <summary>How an argument is written, counted from 0.</summary>
    internal Func<int, string> Argument { get; init; } = number => $"SleighArguments[{number}]";

    /// <summary>How an integer is written.</summary>
    internal Func<int, string> Whole { get; init; } = number => $"{number}";

    internal static Snippets Of(NwsLanguage language) => language switch
    {
        NwsLanguage.CSharp => CSharp,
        NwsLanguage.Python => Python,
        NwsLanguage.R => RSnippets.R,
        _ => JavaScript,
    };

    internal static Snippets CSharp { get; } = new(NwsLanguage.CSharp)
    {
        SetsValue = "var doubled = SleighArguments[0] * 2;\nSleighValue = doubled + 1;\n\"ignored\"",
        EndsWithExpression = "var kept = 20;\nkept + 1",
        DefinesTwice = "int twice(int x) => 2 * x;",
        Square = "x => x * x",
        Minus = "(x, y) => x - y",
        SquareRoot = "System.Math.Sqrt",
        DefinesLater = "async Task<int> later(int x) { await Task.Delay(1); return x + 1; }",
        Throws = "int fail(int x)\n{\n    throw new InvalidOperationException(\"no luck\");\n}\nfail(1)",
        ThrownType = "InvalidOperationException",
        LineOfThrow = "line 3",
        Malformed = "var fine = 1;\nvar broken = (;",
        MalformedType = "CompilationErrorException",
        Prints = "Console.WriteLine(\"one\");\nConsole.Error.WriteLine(\"two\");\nConsole.WriteLine(\"three\");",
        Unencodable = "(Action)(() => { })",
        Exits = "var error = Console.OpenStandardError();\nerror.Write(Encoding.UTF8.GetBytes(\"goodbye\\n\"));\nEnvironment.Exit(3);",
        KillsItself = "System.Diagnostics.Process.GetCurrentProcess().Kill();\nThread.Sleep(Timeout.Infinite);",
        StoresGreeting = "SleighUserNws.Store(\"greeting\", \"hello\");",
        LoopsForEver = "while (true) { }",
        ProcessId = "Environment.ProcessId",
    };

    internal static Snippets Python { get; } = new(NwsLanguage.Python)
    {
        SetsValue = "doubled = SleighArguments[0] * 2\nSleighValue = doubled + 1\n'ignored'",
        EndsWithExpression = "kept = 20\nkept + 1",
        DefinesTwice = "def twice(x):\n    return 2 * x",
        Square = "lambda x: x * x",
        Minus = "lambda x, y: x - y",
        SquareRoot = "math.sqrt",
        DefinesLater = "import asyncio\nasync def later(x):\n    await asyncio.sleep(0)\n    return x + 1",
        Throws = "def fail(x):\n\n    raise ValueError('no luck')\nfail(1)",
        ThrownType = "ValueError",
        LineOfThrow = "line 3",
        Malformed = "fine = 1\nbroken = (",
        MalformedType = "SyntaxError",
        Prints = "import sys\nprint('one')\nprint('two', file=sys.stderr)\nprint('three')",
        Unencodable = "lambda: 0",
        Exits = "import os\nos.write(2, b'goodbye\\n')\nos._exit(3)",
        KillsItself = "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)",
        StoresGreeting = "SleighUserNws.store('greeting', 'hello')",
        LoopsForEver = "while True: pass",
        ProcessId = "__import__('os').getpid()",
    };

    internal static Snippets JavaScript { get; } = new(NwsLanguage.JavaScript)
    {
        SetsValue = "const doubled = SleighArguments[0] * 2;\nSleighValue = doubled + 1;\n'ignored'",
        EndsWithExpression = "let kept = 20;\nkept + 1",
        DefinesTwice = "function twice(x) { return 2 * x; }",
        Square = "x => x * x",
        Minus = "(x, y) => x - y",
        SquareRoot = "Math.sqrt",
        DefinesLater = "async function later(x) { await null; return x + 1; }",
        Throws = "function fail(x) {\n\n  throw new RangeError('no luck');\n}\nfail(1)",
        ThrownType = "RangeError",
        LineOfThrow = ":3:",
        Malformed = "let fine = 1;\nlet broken = (;",
        MalformedType = "SyntaxError",
        Prints = "console.log('one');\nconsole.error('two');\nconsole.log('three');",
        Unencodable = "() => 0",
        Exits = "process._rawDebug('goodbye');\nprocess.reallyExit(3);",
        KillsItself = "process.kill(process.pid, 'SIGKILL');\nwhile (true) { }",
        StoresGreeting = "await SleighUserNws.store('greeting', 'hello')",
        LoopsForEver = "while (true) { }",
        ProcessId = "process.pid",
    };
}
