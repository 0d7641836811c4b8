using System.CommandLine;
using Nws.Hosts.Languages;

namespace Nws.Hosts.Cli;

/// <summary><c>--js-engine</c>: what runs the JavaScript of tasks, in this process and those it starts.</summary>
internal static class JavaScriptEngineOption
{
    public static readonly Option<string?> Option = new("--js-engine")
    {
        Description = $"What runs JavaScript tasks: node or jint. Default: {JavaScriptEngineChoice.Variable}, else Node.js if it is installed, else jint.",
        HelpName = "engine",
    };

    /// <exception cref="ArgumentException">There is no such engine.</exception>
    public static void Apply(ParseResult parsed) => JavaScriptEngineChoice.Choose(parsed.GetValue(Option), Option.Name);
}
