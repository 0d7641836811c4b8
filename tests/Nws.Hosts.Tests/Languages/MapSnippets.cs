namespace Nws.Hosts.Tests.Languages;

/// <summary>Functions of one element in each language, for the tests of maps.</summary>
internal sealed record MapSnippets
{
    /// <summary>Gives its argument, but throws <c>no luck</c> for 2.</summary>
    internal required string Picky { get; init; }

    /// <summary>A text that gives its argument, but for 1 something that cannot travel.</summary>
    internal required string UnencodableAtOne { get; init; }

    /// <summary>A text that prints its argument, without a line end, and gives it.</summary>
    internal required string PrintsArgument { get; init; }

    /// <summary>For 0 it takes a tenth of a second; for 1 it prints and then never ends, unless it is interrupted.</summary>
    internal required string Dawdles { get; init; }

    /// <summary>For 0 it takes a tenth of a second, for 1 it kills the process; null where code cannot do that.</summary>
    internal string? KillsAtOne { get; init; }

    /// <summary>Appends its first argument to a copy of the second, in place if the language can, and gives the new length.</summary>
    internal required string Appends { get; init; }

    /// <summary>Gives two random numbers from 0 to 1 as a list.</summary>
    internal required string Random { get; init; }

    /// <summary>Adds the variable <c>shared</c> to its argument.</summary>
    internal required string AddsShared { get; init; }

    internal static MapSnippets Of(NwsLanguage language) => language switch
    {
        NwsLanguage.CSharp => CSharp,
        NwsLanguage.Python => Python,
        NwsLanguage.R => R,
        _ => JavaScript,
    };

    private static MapSnippets CSharp { get; } = new()
    {
        Picky = "x => x == 2 ? throw new InvalidOperationException(\"no luck\") : x",
        UnencodableAtOne = "(object)SleighArguments[0] is 1L ? (Action)(() => { }) : (object)SleighArguments[0]",
        PrintsArgument = "Console.Write(SleighArguments[0]);\n(object)SleighArguments[0]",
        Dawdles = "x => { if (x == 0) Thread.Sleep(100); if (x == 1) { Console.WriteLine(\"begun\"); Thread.Sleep(-1); } return x; }",
        KillsAtOne = "x => { if (x == 0) Thread.Sleep(100); if (x == 1) System.Diagnostics.Process.GetCurrentProcess().Kill(); if (x == 1) Thread.Sleep(-1); return x; }",
        Appends = "(x, xs) => { xs.Add(x); return xs.Count; }",
        Random = "x => new List<double> { SleighRandom.NextDouble(), SleighRandom.NextDouble() }",
        AddsShared = "x => x + shared",
    };

    private static MapSnippets Python { get; } = new()
    {
        Picky = "def picky(x):\n    if x == 2: raise ValueError('no luck')\n    return x",
        UnencodableAtOne = "(lambda: 0) if SleighArguments[0] == 1 else SleighArguments[0]",
        PrintsArgument = "print(SleighArguments[0], end='')\nSleighArguments[0]",
        Dawdles = "import time\ndef dawdle(x):\n    if x == 0: time.sleep(0.1)\n    if x == 1:\n        print('begun')\n        while True: pass\n    return x",
        KillsAtOne = "import os, time\ndef kill(x):\n    if x == 0: time.sleep(0.1)\n    if x == 1: os.kill(os.getpid(), 9)\n    return x",
        Appends = "lambda x, xs: (xs.append(x), len(xs))[1]",
        Random = "import random\nlambda x: [random.random(), random.random()]",
        AddsShared = "lambda x: x + shared",
    };

    private static MapSnippets JavaScript { get; } = new()
    {
        Picky = "x => { if (x === 2) throw new RangeError('no luck'); return x; }",
        UnencodableAtOne = "SleighArguments[0] === 1 ? () => 0 : SleighArguments[0]",
        PrintsArgument = "console.log(SleighArguments[0]); SleighArguments[0]",
        Dawdles = "async x => { if (x === 0) await new Promise((done) => setTimeout(done, 100)); if (x === 1) { console.log('begun'); for (;;) ; } return x; }",
        KillsAtOne = "async x => { if (x === 0) await new Promise((done) => setTimeout(done, 100)); if (x === 1) { process.kill(process.pid, 'SIGKILL'); for (;;) ; } return x; }",
        Appends = "(x, xs) => xs.push(x)",
        Random = "x => [Math.random(), Math.random()]",
        AddsShared = "x => x + shared",
    };

    private static MapSnippets R { get; } = new()
    {
        Picky = "function(x) if (x == 2L) stop('no luck') else x",
        UnencodableAtOne = "if (SleighArguments[[1]] == 1L) function() 0 else SleighArguments[[1]]",
        PrintsArgument = "cat(SleighArguments[[1]])\nSleighArguments[[1]]",
        Dawdles = "function(x) { if (x == 0L) Sys.sleep(0.1); if (x == 1L) { cat('begun\\n'); repeat Sys.sleep(0.01) }; x }",
        KillsAtOne = "function(x) { if (x == 0L) Sys.sleep(0.1); if (x == 1L) { tools::pskill(Sys.getpid(), tools::SIGKILL); Sys.sleep(60) }; x }",
        Appends = "function(x, xs) { xs[[length(xs) + 1L]] <- x; length(xs) }",
        Random = "function(x) list(runif(1), runif(1))",
        AddsShared = "function(x) x + shared",
    };
}
