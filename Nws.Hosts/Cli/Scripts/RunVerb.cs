using System.CommandLine;
using Nws.Hosts.Repl;

namespace Nws.Hosts.Cli.Scripts;

/// <summary><c>nws run</c>: runs a script of C#, Python, JavaScript or R with a workspace at hand.</summary>
internal static class RunVerb
{
    public static readonly Option<string?> Workspace = new("--ws")
    {
        Description = $"The workspace in ws. Default: {ScriptEnvironment.WorkspaceVariable}, else {NetWorkSpace.DefaultName}.",
        HelpName = "name",
    };

    private const string Name = "run";

    private static readonly Argument<string> ScriptFile = new("file") { Description = "The script: .csx, .py, .js, .mjs or .R; or a saved session: .nws, or a text with code in it: .md." };

    private static readonly Argument<string[]> Arguments = new("arguments")
    {
        Description = "Passed to the script, options too.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    public static Command Create()
    {
        var command = new Command(Name, "Run a script of C#, Python, JavaScript or R; without a server, one is started for it.")
        {
            ScriptFile, Arguments, Workspace, JavaScriptEngineOption.Option,
        };
        ClientArguments.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    /// <summary>Puts <c>--</c> before the script's file: what follows is the script's, even if it looks like an option of ours.</summary>
    public static string[] Separate(string[] arguments)
    {
        if (arguments is not [Name, ..]) return arguments;
        int file = 1;
        while (file < arguments.Length && arguments[file] is ['-', ..] and not "--") file += TakesValue(arguments[file]) ? 2 : 1;
        return file < arguments.Length && arguments[file] != "--" ? [.. arguments[..file], "--", .. arguments[file..]] : arguments;
    }

    private static bool TakesValue(string word) =>
        word == Workspace.Name || word == ClientArguments.Server.Name || word == ClientArguments.Token.Name || word == JavaScriptEngineOption.Option.Name;

    private static async Task<int> RunAsync(ParseResult parsed)
    {
        JavaScriptEngineOption.Apply(parsed);
        string file = parsed.GetRequiredValue(ScriptFile);
        if (ReplProgram.IsSession(file)) return await ReplProgram.RunFileAsync(() => SessionServers.PrepareAsync(parsed), file);
        var language = NwsLanguages.OfFile(file);
        if (!File.Exists(file)) return Complaint.Say($"There is no file '{file}'.", ExitCodes.Usage);
        string[] arguments = parsed.GetValue(Arguments) ?? [];
        return language == NwsLanguage.CSharp
            ? await CSharpProgram.RunAsync(file, arguments, ScriptEnvironment.PrepareAsync(parsed))
            : await ForeignProgram.RunAsync(language, [file, .. arguments], () => ScriptEnvironment.PrepareAsync(parsed));
    }
}
