using System.CommandLine;
using Nws.Client;
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
/// <remarks>A new verb is a file of its own, a line in <see cref="Verbs"/>, and an example in docs/cli.md.</remarks>
internal static class CommandLine
{
    /// <summary>The verbs, in the order in which the help tells of them.</summary>
    private static readonly OrderedDictionary<string, Func<Command>> Verbs = new()
    {
        ["run"] = RunVerb.Create,
        ["repl"] = ReplVerb.Create,
        ["eval"] = EvalVerb.Create,
        ["test"] = TestVerb.Create,
        ["each"] = EachVerb.Create,
        ["serve"] = ServeVerb.Create,
        ["start"] = StartVerb.Create,
        ["stop"] = StopVerb.Create,
        ["restart"] = RestartVerb.Create,
        ["reload"] = ReloadVerb.Create,
        ["logs"] = LogsVerb.Create,
        ["status"] = StatusVerb.Create,
        ["service"] = ServiceVerb.Create,
        ["config"] = ConfigVerb.Create,
        ["store"] = StoreVerb.Create,
        ["fetch"] = FetchVerb.Create,
        ["find"] = FindVerb.Create,
        ["list"] = ListVerb.Create,
        ["delete"] = DeleteVerb.Create,
        ["declare"] = DeclareVerb.Create,
        ["watch"] = WatchVerb.Create,
        ["mktemp"] = MktempVerb.Create,
        ["why"] = WhyVerb.Create,
        ["backup"] = BackupVerb.Create,
        ["verify"] = VerifyVerb.Create,
        ["worker"] = WorkerVerb.Create,
        ["farm"] = FarmVerb.Create,
        ["doctor"] = DoctorVerb.Create,
        ["completion"] = CompletionVerb.Create,
        ["complete"] = CompleteVerb.Create,
        ["kernel"] = KernelVerb.Create,
    };

    public static int Run(string[] arguments)
    {
        var root = Build(arguments is [not CompleteVerb.Name, ..] ? arguments[0] : null);
        var parsed = root.Parse(RunVerb.Separate(arguments), new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (UsageFaults.Find(parsed) is { } fault) return Complaint.Say(fault, ExitCodes.Usage);
        try
        {
            // Signals are each verb's own business: a server stops cleanly, a script may handle them itself.
            var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
            return parsed.Invoke(configuration);
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
    /// <remarks>The thread that started the program waits for it. It has nothing else to do, and each asynchronous method around the work would cost its share of the start.</remarks>
    public static Command RunsUntilInterrupted(this Command command, Func<ParseResult, CancellationToken, Task<int>> work)
    {
        command.SetAction(parsed =>
        {
            using var interruption = new Interruption();
            try
            {
                return work(parsed, interruption.Token).Block();
            }
            catch (OperationCanceledException) when (interruption.Signal is { } signal)
            {
                return ExitCodes.EndedBy(signal);
            }
        });
        return command;
    }

    /// <summary>The command line with all verbs, or with the only one that is needed if the first word names it: to build them all takes longer than to store a value.</summary>
    private static RootCommand Build(string? first)
    {
        var root = new RootCommand("Nws: shared workspaces, a server for them, and scripts in C#, Python and JavaScript that use them.");
        if (first is not null && Verbs.TryGetValue(first, out var only)) root.Add(only());
        else foreach (var create in Verbs.Values) root.Add(create());
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
