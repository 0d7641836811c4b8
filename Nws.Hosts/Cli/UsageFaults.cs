using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using Nws.Client;

namespace Nws.Hosts.Cli;

/// <summary>Finds what is wrong with a command line, and the word that was probably meant.</summary>
internal static class UsageFaults
{
    /// <summary>The message, or null if nothing is wrong or help was asked for.</summary>
    public static string? Find(ParseResult parsed)
    {
        if (parsed.Action is CommandLineAction { ClearsParseErrors: true }) return null;
        string? fault = UnknownWord(parsed) ?? MissingArgument(parsed) ?? OtherError(parsed);
        return fault is null ? null : $"{fault}{Environment.NewLine}Try: {CommandPath(parsed)} --help";
    }

    private static string? UnknownWord(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        if (UnknownOption(parsed) is { } option)
            return $"There is no option '{option}' of {CommandPath(parsed)}.{Suggestion(option, command.Options)}";
        if (command.Subcommands.Count > 0 && parsed.UnmatchedTokens is [var verb, ..])
            return $"There is no verb '{verb}'{(command is RootCommand ? "" : $" of {CommandPath(parsed)}")}.{Suggestion(verb, command.Subcommands)}";
        return parsed.UnmatchedTokens is [var excess, ..] ? $"'{excess}' is one argument too many for {CommandPath(parsed)}." : null;
    }

    private static string? MissingArgument(ParseResult parsed) =>
        parsed.Errors is [{ SymbolResult: ArgumentResult { Tokens: [], Parent: CommandResult } missing }, ..]
            ? $"{CommandPath(parsed)} needs the argument '{missing.Argument.Name}'."
            : null;

    private static string? OtherError(ParseResult parsed) => parsed.Errors is [var first, ..] ? first.Message : null;

    /// <summary>The parser takes unknown options for arguments. Words behind <c>--</c>, negative numbers and <c>-</c> really are.</summary>
    private static string? UnknownOption(ParseResult parsed)
    {
        var values = parsed.CommandResult.Children.OfType<OptionResult>().SelectMany(option => option.Tokens);
        var known = new HashSet<object>(values, ReferenceEqualityComparer.Instance);
        return parsed.Tokens
            .TakeWhile(token => token.Type != TokenType.DoubleDash)
            .FirstOrDefault(token => token.Type == TokenType.Argument && !known.Contains(token) && LooksLikeOption(token.Value))
            ?.Value;
    }

    private static bool LooksLikeOption(string word) => word is ['-', var second, ..] && !char.IsAsciiDigit(second) && second != '.';

    /// <summary>The verb that is meant, with those above it: <c>farm start</c>.</summary>
    public static string VerbOf(ParseResult parsed)
    {
        var names = new Stack<string>();
        for (SymbolResult? at = parsed.CommandResult; at is CommandResult { Command: not RootCommand } verb; at = verb.Parent) names.Push(verb.Command.Name);
        return string.Join(' ', names);
    }

    private static string CommandPath(ParseResult parsed) => $"nws {VerbOf(parsed)}".TrimEnd();

    private static string Suggestion(string word, IEnumerable<Symbol> known) => NearestName.Suggestion(word, known.Select(symbol => symbol.Name));
}
