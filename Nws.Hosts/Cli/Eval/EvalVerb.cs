using System.CommandLine;
using Nws.Client;
using Nws.Hosts.Cli.Each;
using Nws.Hosts.Cli.Scripts;
using Nws.Hosts.Languages;
using Nws.Hosts.Repl.Rendering;
using Nws.Hosts.Repl.Session;

namespace Nws.Hosts.Cli.Eval;

/// <summary><c>nws eval</c>: runs code of the command line and prints its value.</summary>
internal static class EvalVerb
{
    private const string StandardInput = "-";

    private static readonly Argument<string> Code = new("code") { Description = "The code: an expression or statements; - reads it from standard input." };

    private static readonly Option<ValueForm> As = new("--as")
    {
        Description = $"How to write the value: {ValueForms.Names}. Default: text as it is, anything else as the language of the code shows it, and nothing for no value.",
        HelpName = "form",
        CustomParser = TakeArguments.ParseForm,
    };

    public static Command Create()
    {
        var command = new Command("eval", "Run code and print its value. It sees ws, nws and sleigh, as the prompt does; the server is only needed by code that uses them.")
        {
            LanguageOption.Required, Code, As, RunVerb.Workspace, JavaScriptEngineOption.Option,
        };
        ClientArguments.AddTo(command);
        command.SetAction(parsed => EvaluateAsync(parsed).Block());
        return command;
    }

    private static async Task<int> EvaluateAsync(ParseResult parsed)
    {
        JavaScriptEngineOption.Apply(parsed);
        var language = parsed.GetValue(LanguageOption.Required);
        string code = parsed.GetRequiredValue(Code);
        if (code == StandardInput) code = await Console.In.ReadToEndAsync();
        var connection = ClientArguments.Read(parsed);
        var settings = new KernelSettings { Server = connection.Endpoint.ToString(), Token = connection.Token, User = ScriptEnvironment.WorkspaceOf(parsed) };
        if (settings.User != NetWorkSpace.DefaultName && SessionNames.AreIn(code)) await MakeAsync(settings.User, connection);
        // C# runs here, where nothing ends an endless loop but the end of the process: Ctrl+C does what it always does.
        if (language == NwsLanguage.CSharp) return Print(await CSharpEvaluation.RunAsync(code, settings), language, parsed);
        using var interruption = new Interruption();
        var outcome = await KernelEvaluation.RunAsync(language, code, settings, interruption.Token);
        return interruption.Signal is { } signal ? ExitCodes.EndedBy(signal) : Print(outcome, language, parsed);
    }

    /// <summary>Makes the workspace in <c>ws</c> if there is none, as the prompt does.</summary>
    private static async Task MakeAsync(string workspace, NwsConnectionOptions connection)
    {
        try
        {
            await using var server = await NwsServer.ConnectAsync(connection);
            await server.UseWsAsync(workspace);
        }
        catch (NwsException)
        {
            // Code that needs the workspace will say so itself; the names in it may mean something else.
        }
    }

    private static int Print(Outcome outcome, NwsLanguage language, ParseResult parsed)
    {
        bool formGiven = parsed.GetResult(As) is not null;
        switch (outcome)
        {
            case Outcome.Result { Value: var value }:
                if (formGiven) ValueForms.Print(value, parsed.GetValue(As));
                else StandardOutput.WriteLine(value.Kind == NwsValueKind.Text ? value.To<string>() : value.Render(ValueView.NotationOf(language), RenderLimits.None));
                break;
            case Outcome.Described described when !formGiven:
                StandardOutput.WriteLine(described.Text);
                break;
            case Outcome.Described described:
                return Complaint.Say($"The value has no other form: {described.Text}", ExitCodes.Failure);
            case Outcome.Done when formGiven:
                ValueForms.Print(NwsValue.Nil, parsed.GetValue(As));
                break;
            case { IsGood: false }:
                Console.Error.WriteLine(OutcomeText.Of(outcome, language));
                return ExitCodes.Failure;
        }
        return ExitCodes.Ok;
    }
}
