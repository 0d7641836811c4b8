using System.CommandLine;
using Nws.Hosts.Cli.Completion;
using Nws.Hosts.Cli.Doctor;
using Nws.Hosts.Cli.Each;
using Nws.Hosts.Cli.Eval;
using Nws.Hosts.Cli.Scripts;
using Nws.Hosts.Cli.Service;
using Nws.Hosts.Languages;
using Nws.Server;

namespace Nws.Hosts.Cli;

/// <summary>The verbs of <c>nws</c>, and how their errors become messages and exit codes.</summary>
/// <remarks>A new verb is a file of its own, a line in <see cref="Build"/>, and an example in docs/cli.md.</remarks>
internal static class CommandLine
{
    public static async Task<int> RunAsync(string[] arguments)
    {
        var root = Build();
        var parsed = root.Parse(RunVerb.Separate(arguments), new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (UsageFaults.Find(parsed) is { } fault) return Complaint.Say(fault, ExitCodes.Usage);
        try
        {
            // Signals are each verb's own business: a server stops cleanly, a script may handle them itself.
            var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
            return await parsed.InvokeAsync(configuration);
        }
        catch (ReaderGoneException)
        {
            return ExitCodes.ReaderGone;
        }
        catch (Exception error)
        {
            return ExitCodeOf(error) is { } code
                ? Complaint.Say(error.Message, code)
                : Complaint.Say($"a fault of nws itself: {error}", ExitCodes.Failure);
        }
    }

    /// <summary>Gives a verb its work; Ctrl+C and SIGTERM cancel the token.</summary>
    public static Command RunsUntilInterrupted(this Command command, Func<ParseResult, CancellationToken, Task<int>> work)
    {
        command.SetAction(async parsed =>
        {
            using var interruption = new Interruption();
            try
            {
                return await work(parsed, interruption.Token);
            }
            catch (OperationCanceledException) when (interruption.Signal is { } signal)
            {
                return ExitCodes.EndedBy(signal);
            }
        });
        return command;
    }

    private static RootCommand Build()
    {
        var root = new RootCommand("Nws: shared workspaces, a server for them, and scripts in C#, Python and JavaScript that use them.")
        {
            RunVerb.Create(),
            ReplVerb.Create(),
            EvalVerb.Create(),
            TestVerb.Create(),
            EachVerb.Create(),
            ServeVerb.Create(),
            StartVerb.Create(),
            StopVerb.Create(),
            RestartVerb.Create(),
            LogsVerb.Create(),
            StatusVerb.Create(),
            ServiceVerb.Create(),
            ConfigVerb.Create(),
            StoreVerb.Create(),
            FetchVerb.Create(),
            FindVerb.Create(),
            ListVerb.Create(),
            DeleteVerb.Create(),
            DeclareVerb.Create(),
            WatchVerb.Create(),
            MktempVerb.Create(),
            WhyVerb.Create(),
            BackupVerb.Create(),
            VerifyVerb.Create(),
            WorkerVerb.Create(),
            FarmVerb.Create(),
            DoctorVerb.Create(),
            CompletionVerb.Create(),
            CompleteVerb.Create(),
            KernelVerb.Create(),
        };
        HelpText.Attach(root);
        return root;
    }

    private static int? ExitCodeOf(Exception error) => error switch
    {
        NwsServerException => ExitCodes.NoServer,
        NwsStorageException => ExitCodes.BadData,
        NwsTimeoutException or NwsNoWorkSpaceException or NwsOperationException { Code: "no_variable" } => ExitCodes.Nothing,
        LanguageUnavailableException => ExitCodes.NoInterpreter,
        ArgumentException or FormatException => ExitCodes.Usage,
        SleighIllegalValueException => ExitCodes.Usage,
        NwsException or SleighException or IOException or UnauthorizedAccessException => ExitCodes.Failure,
        _ => null,
    };
}
