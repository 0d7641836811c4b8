using Nws.Client;
using Nws.Hosts.Repl.Session;

namespace Nws.Hosts.Repl.Commands;

/// <summary><c>#declare</c>: a variable of the workspace at hand, in a mode.</summary>
internal static class DeclareCommand
{
    private const string Usage = "#declare VARIABLE fifo|lifo|multi|single";

    internal static ReplCommand Create() => new("declare", Usage, "declare a variable of the workspace at hand", RunAsync) { IsKept = _ => true };

    private static async Task RunAsync(ReplSession session, string argument, CancellationToken cancellation)
    {
        if (argument.Split(' ', StringSplitOptions.RemoveEmptyEntries) is not [var name, var word]) throw new ArgumentException($"Write {Usage}.");
        VariableMode[] modes = Enum.GetValues<VariableMode>();
        int index = Array.FindIndex(modes, mode => VariableModes.Name(mode) == word);
        if (index < 0) throw new ArgumentException($"'{word}' is no mode of a variable.{NearestName.Suggestion(word, modes.Select(VariableModes.Name))} Write {Usage}.");
        await (await session.WorkspaceAsync(cancellation)).DeclareAsync(name, modes[index], cancellation);
    }
}
