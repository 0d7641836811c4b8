using System.CommandLine;
using Nws.Hosts.Cli.Scripts;

namespace Nws.Hosts.Cli;

/// <summary>The arguments that name a workspace and a variable in it.</summary>
internal static class WorkspaceArguments
{
    public static readonly Argument<string> Workspace = new("workspace") { Description = $"Name of the workspace; . is the one in {ScriptEnvironment.WorkspaceVariable}, else {NetWorkSpace.DefaultName}." };

    public static readonly Argument<string> Variable = new("variable") { Description = "Name of the variable." };

    /// <summary>The workspace that is named.</summary>
    public static string Read(ParseResult parsed) => Named(parsed.GetRequiredValue(Workspace));

    /// <summary>What the name means; a dot is the workspace of the environment.</summary>
    public static string Named(string name) =>
        name != "." ? name : Environment.GetEnvironmentVariable(ScriptEnvironment.WorkspaceVariable) is { Length: > 0 } usual ? usual : NetWorkSpace.DefaultName;

    public static void AddTo(Command command)
    {
        command.Arguments.Add(Workspace);
        command.Arguments.Add(Variable);
    }
}
