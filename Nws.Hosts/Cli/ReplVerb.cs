using System.CommandLine;
using System.Runtime.InteropServices;
using Nws.Hosts.Cli.Scripts;
using Nws.Hosts.Repl;

namespace Nws.Hosts.Cli;

/// <summary><c>nws repl</c>: the prompt.</summary>
internal static class ReplVerb
{
    private static readonly Option<string> LanguageName = new("--language", "-l")
    {
        Description = "The language to begin with: cs, py, js or r.",
        HelpName = "language",
        DefaultValueFactory = _ => "py",
    };

    public static Command Create()
    {
        var command = new Command("repl", "A prompt for C#, Python, JavaScript and R in one session; without a server, one is started for it.")
        {
            LanguageName, RunVerb.Workspace, JavaScriptEngineOption.Option,
        };
        ClientArguments.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed)
    {
        JavaScriptEngineOption.Apply(parsed);
        NwsLanguage language = NwsLanguages.Parse(parsed.GetValue(LanguageName)!);
        return await ReplProgram.RunAsync(() => SessionServers.PrepareAsync(parsed), language);
    }
}
