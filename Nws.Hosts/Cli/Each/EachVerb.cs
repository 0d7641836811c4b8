using System.CommandLine;
using System.CommandLine.Parsing;

namespace Nws.Hosts.Cli.Each;

/// <summary><c>nws each</c>: runs code for each of many elements on workers, and writes the results.</summary>
internal static class EachVerb
{
    private static readonly Argument<string> CodeText = new("code")
    {
        Description = "An expression of x (y, z, ... or the names given to --over and --with), or a function of the arguments in their order.",
    };

    private static readonly Option<string[]> Over = new("--over")
    {
        Description = "The elements: 1..1000, 0..1..0.1, red,green, '[1, 2]', lines of a @file, a column of it (@file.csv:price), - for lines of standard input; with a name before it: --over price=@file.csv:price. Several go side by side.",
        HelpName = "[name=]elements",
        Required = true,
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<string[]> With = new("--with") { Description = "An argument that is the same for all elements; the value is JSON, else text.", HelpName = "name=value" };

    private static readonly Option<bool> Text = new("--text") { Description = "Words of lines, lists and tables are text, also if they look like numbers." };

    private static readonly Option<ResultForm> As = new("--as")
    {
        Description = "How to write the results: lines, json or csv. Default: lines.",
        HelpName = "form",
        CustomParser = ParseForm,
    };

    public static Command Create()
    {
        var command = new Command("each", "Run code for each of many elements on workers, and print the results in order; without a server, one is started for it.")
        {
            CodeText, LanguageOption.Required, Over, With, Text, As,
        };
        EachArguments.AddTo(command);
        ClientArguments.AddTo(command);
        return command.RunsUntilInterrupted(RunAsync);
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        JavaScriptEngineOption.Apply(parsed);
        var request = Read(parsed);
        using var screen = new EachScreen();
        await using var server = await ServerAtHand.FindAsync(parsed);
        await using var sleigh = await EachArguments.StartAsync(parsed, server.Options, ElementSource.CountOf(request.Sources), cancellation);
        return await new EachRun(request, screen).RunAsync(sleigh, cancellation);
    }

    private static EachRequest Read(ParseResult parsed)
    {
        var sources = SourceArgument.ReadAll(parsed.GetRequiredValue(Over), new Word(parsed.GetValue(Text)));
        var fixedArguments = (parsed.GetValue(With) ?? []).Select(SourceArgument.ReadFixed).ToList();
        var names = sources.Select(source => source.Name).Concat(fixedArguments.Select(argument => argument.Name));
        var code = EachRequest.CodeOf(parsed.GetRequiredValue(LanguageOption.Required), parsed.GetRequiredValue(CodeText), names);
        return EachArguments.Read(parsed, new EachRequest(code, sources, [.. fixedArguments.Select(argument => argument.Value)]) { Form = parsed.GetValue(As) });
    }

    private static ResultForm ParseForm(ArgumentResult given)
    {
        string word = given.Tokens[0].Value;
        if (word is "lines") return ResultForm.Lines;
        if (word is "json") return ResultForm.Json;
        if (word is "csv") return ResultForm.Csv;
        given.AddError($"'{word}' is not a form of results; there are: lines, json, csv.");
        return default;
    }
}
