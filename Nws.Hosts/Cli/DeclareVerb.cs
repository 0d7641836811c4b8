using System.CommandLine;
using System.CommandLine.Parsing;
using Nws.Client;

namespace Nws.Hosts.Cli;

/// <summary><c>nws declare</c>: gives a variable its mode.</summary>
internal static class DeclareVerb
{
    private static readonly Argument<VariableMode> Mode = new("mode")
    {
        Description = "fifo: first in, first out; lifo: the newest first; multi: in any order; single: a store replaces the value.",
        CustomParser = ParseMode,
    };

    public static Command Create()
    {
        var command = new Command("declare", "Give a variable its mode, before the first store gives it fifo.");
        WorkspaceArguments.AddTo(command);
        command.Arguments.Add(Mode);
        ClientArguments.AddTo(command);
        return command.RunsUntilInterrupted(DeclareAsync);
    }

    private static async Task<int> DeclareAsync(ParseResult parsed, CancellationToken cancellation)
    {
        await using var server = await ClientArguments.ConnectAsync(parsed, cancellation);
        var workspace = await server.UseWsAsync(WorkspaceArguments.Read(parsed), cancellationToken: cancellation);
        await workspace.DeclareAsync(parsed.GetRequiredValue(WorkspaceArguments.Variable), parsed.GetValue(Mode), cancellation);
        return ExitCodes.Ok;
    }

    private static VariableMode ParseMode(ArgumentResult given)
    {
        string word = given.Tokens[0].Value;
        if (VariableModes.TryParse(word, out var mode) && mode != VariableMode.Unknown) return mode;
        given.AddError($"'{word}' is no mode; there are: fifo, lifo, multi, single.");
        return default;
    }
}
