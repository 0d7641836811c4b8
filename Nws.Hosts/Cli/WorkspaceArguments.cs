using System.CommandLine;

namespace Nws.Hosts.Cli;

/// <summary>The arguments that name a workspace and a variable in it.</summary>
internal static class WorkspaceArguments
{
    public static readonly Argument<string> Workspace = new("workspace") { Description = "Name of the workspace." };

    public static readonly Argument<string> Variable = new("variable") { Description = "Name of the variable." };

    public static void AddTo(Command command)
    {
        command.Arguments.Add(Workspace);
        command.Arguments.Add(Variable);
    }
}
