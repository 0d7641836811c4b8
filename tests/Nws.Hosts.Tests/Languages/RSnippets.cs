namespace Nws.Hosts.Tests.Languages;

/// <summary>The programs of <see cref="Snippets"/> in R.</summary>
internal static class RSnippets
{
    /// <summary>Starting R takes a moment and the largest samples take seconds; on a busy machine many.</summary>
    internal static TimeSpan Patience { get; } = TimeSpan.FromMinutes(3);

    internal static Snippets R { get; } = new(NwsLanguage.R)
    {
        Argument = number => $"SleighArguments[[{number + 1}]]",
        Whole = number => $"{number}L",
        SetsValue = "doubled <- SleighArguments[[1]] * 2L\nSleighValue <- doubled + 1L\n'ignored'",
        EndsWithExpression = "kept <- 20L\nkept + 1L",
        DefinesTwice = "twice <- function(x) 2L * x",
        Square = "function(x) x * x",
        Minus = "\\(x, y) x - y",
        SquareRoot = "base::sqrt",
        DefinesLater = "later <- function(x) x + 1L", // nothing is asynchronous in R
        Throws = "fail <- function(x)\n{\n  stop(structure(class = c('bad_luck', 'error', 'condition'), list(message = 'no luck', call = NULL)))\n}\nfail(1)",
        ThrownType = "bad_luck",
        LineOfThrow = "#3",
        Malformed = "fine <- 1\nbroken <- (;",
        MalformedType = "parseError",
        Prints = "cat('one\\n')\nmessage('two')\nprint(quote(three))",
        Unencodable = "(function() 0)",
        Exits = "cat('goodbye\\n', file = '/dev/stderr')\nquit(status = 3)",
        KillsItself = "tools::pskill(Sys.getpid(), tools::SIGKILL)\nSys.sleep(60)",
        StoresGreeting = "SleighUserNws$store('greeting', 'hello')",
        LoopsForEver = "while (TRUE) { }",
        LoopsAndPrints = "repeat { cat('still here\\n'); Sys.sleep(0.01) }",
        ProcessId = "Sys.getpid()",
    };
}
