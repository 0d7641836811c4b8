using Nws.Hosts.Cli.Configuration;

namespace Nws.Hosts.Cli;

/// <summary>What stands in the help of a verb behind its options.</summary>
/// <param name="Examples">Command lines to begin with, each with what it does.</param>
/// <param name="Environment">The variables of the environment that it looks at; <see cref="Variables"/> explains them.</param>
/// <param name="Codes">The exit codes that it may have beside 0, 1 and 2.</param>
internal sealed record ManualPage((string Command, string Meaning)[] Examples, string[] Environment, int[] Codes)
{
    private static readonly string[] Client = ["NWS_SERVER", "NWS_TOKEN"];
    private static readonly string[] Workspace = [.. Client, "NWS_WS"];
    private static readonly string[] Code = [.. Workspace, "NWS_PYTHON", "NWS_NODE", "NWS_RSCRIPT"];
    private static readonly string[] Serving = [ConfigurationFile.Variable, .. ServerArguments.All.Select(setting => setting.Variable)];
    private static readonly int[] Asking = [ExitCodes.NoServer, ExitCodes.Nothing, ExitCodes.Interrupted];

    private static readonly Dictionary<string, ManualPage> Pages = new()
    {
        ["run"] = new([("nws run job.py 10", "a script and its argument"), ("nws run --ws shop job.csx", "with another workspace in ws")], Code, [ExitCodes.NoServer, ExitCodes.NoInterpreter]),
        ["repl"] = new([("nws repl", "a prompt in Python"), ("nws repl -l cs --ws shop", "in C#, on the workspace shop"), ("nws repl < session.txt", "as a filter")], Code, [ExitCodes.NoServer]),
        ["eval"] = new([("nws eval -l cs '1 + 1'", "2"), ("nws eval -l py \"ws.find('colour')\" --as json", "a value of the server as JSON"), ("nws eval -l js - < code.js", "code of a file")], Code, [ExitCodes.NoInterpreter, ExitCodes.Interrupted]),
        ["test"] = new([("nws test session.nws", "a saved session"), ("nws test docs/tutorial.md", "the code in a text")], ["NWS_PYTHON", "NWS_NODE"], [ExitCodes.NoInterpreter]),
        ["each"] = new([("nws each -l python 'x ** 2' --over 1..1000", "squares, in the order of the numbers")], Code, [ExitCodes.NoServer, ExitCodes.ElementsFailed, ExitCodes.NoInterpreter, ExitCodes.Interrupted]),
        ["serve"] = new([("nws serve --port 0", "on any free port; the first line says which")], Serving, [ExitCodes.PortTaken, ExitCodes.BadData]),
        ["start"] = new([("nws start --data nws.db", "a server in the background that keeps persistent workspaces")], Serving, [ExitCodes.PortTaken, ExitCodes.BadData]),
        ["stop"] = new([("nws stop", "the server that nws start has started")], ["NWS_CONFIG", "NWS_PORT"], [ExitCodes.NoServer]),
        ["restart"] = new([("nws restart", "with the options it was started with, on the same ports")], ["NWS_TOKEN", "NWS_CONFIG"], [ExitCodes.NoServer, ExitCodes.PortTaken, ExitCodes.BadData]),
        ["reload"] = new([("nws reload", "the tokens in its nws.toml hold as they are now")], ["NWS_CONFIG", "NWS_PORT"], [ExitCodes.NoServer]),
        ["logs"] = new([("nws logs -n 20", "the last twenty lines"), ("nws logs --follow", "what is told from now on, too")], ["NWS_CONFIG"], [ExitCodes.Nothing, ExitCodes.Interrupted, ExitCodes.ReaderGone]),
        ["service install"] = new([("nws service install --data ~/nws.db", "a service of systemd for this user, which runs whenever he is signed in"), ("nws service install --system --print", "show the unit of a service for everybody, and do nothing")],
            Serving, []),
        ["service uninstall"] = new([("nws service uninstall", "stop it, and take it away; data stay")], [], [ExitCodes.Nothing]),
        ["service status"] = new([("nws service status", "whether it is installed, and runs")], [], [ExitCodes.NoServer, ExitCodes.Nothing]),
        ["status"] = new([("nws status || nws start", "start it if it does not run")], ["NWS_CONFIG", "NWS_HOST", "NWS_PORT", "NWS_TOKEN"], [ExitCodes.NoServer]),
        ["config"] = new([("nws config", "how a server would run here, and who says so"), ("nws config --config nws.toml --json", "of one file, for programs")], Serving, []),
        ["store"] = new([("nws store shop colour red", "a text"), ("echo '[1, 2]' | nws store shop sizes --json", "a list"), ("seq 100 | nws store . numbers --lines --json", "a hundred numbers, in the workspace of NWS_WS"),
            ("nws store shop licence --file LICENSE", "bytes")], Workspace, [ExitCodes.NoServer, ExitCodes.Interrupted]),
        ["fetch"] = new([("nws fetch shop colour", "wait for a value and take it"), ("nws fetch shop colour --try || echo none", "do not wait"), ("nws fetch shop numbers --all | sort", "all that are there"),
            ("nws fetch shop jobs --follow | while read job; do work \"$job\"; done", "one after the other, as they come")], Workspace, [.. Asking, ExitCodes.ReaderGone]),
        ["find"] = new([("nws find shop colour --as json", "look at a value"), ("nws find shop log --follow", "every value from the first on, and what comes")], Workspace, [.. Asking, ExitCodes.ReaderGone]),
        ["list"] = new([("nws list", "the workspaces"), ("nws list shop --json", "the variables of one")], Workspace, Asking),
        ["delete"] = new([("nws delete shop colour", "a variable"), ("nws delete shop", "a workspace with all in it")], Workspace, Asking),
        ["declare"] = new([("nws declare shop price single", "a store will replace the value")], Workspace, Asking),
        ["watch"] = new([("nws watch shop 'order*'", "what happens to variables of such names")], Workspace, [.. Asking, ExitCodes.ReaderGone]),
        ["mktemp"] = new([("ws=$(nws mktemp); ...; nws delete \"$ws\"", "a workspace for a script")], Client, [ExitCodes.NoServer]),
        ["why"] = new([("nws why", "everybody who waits"), ("nws why shop --json", "those in one workspace, for programs")], Workspace, Asking),
        ["doctor"] = new([("nws doctor", "what is there, and what to do about what is not")], Code, []),
        ["completion"] = new([("source <(nws completion bash)", "in ~/.bashrc"), ("source <(nws completion zsh)", "in ~/.zshrc, behind compinit")], [], []),
        ["backup"] = new([("nws backup nws.db copy.db", "a copy of the data as they are now")], [], [ExitCodes.BadData]),
        ["verify"] = new([("nws verify nws.db", "check the file; show what became of the values")], [], [ExitCodes.BadData]),
        ["worker"] = new([("nws worker --farm lab --server hill:8765", "join a farm from this machine")], [.. Client, "NWS_PYTHON", "NWS_NODE", "NWS_RSCRIPT"], [ExitCodes.NoServer, ExitCodes.Interrupted]),
        ["farm start"] = new([("nws farm start lab -n 4", "a farm of four workers in the background")], Client, [ExitCodes.NoServer]),
        ["farm run"] = new([("nws farm run lab -n 4", "the same in the foreground")], Client, [ExitCodes.NoServer, ExitCodes.Interrupted]),
        ["farm list"] = new([("nws farm list", "the farms of the server")], Client, [ExitCodes.NoServer]),
        ["farm status"] = new([("nws farm status lab", "what its workers do")], Client, [ExitCodes.NoServer, ExitCodes.Nothing]),
        ["farm stop"] = new([("nws farm stop lab", "end it when what runs is done")], Client, [ExitCodes.NoServer, ExitCodes.Nothing]),
    };

    /// <summary>What the variables of the environment mean.</summary>
    private static readonly Dictionary<string, string> Variables = new()
    {
        ["NWS_SERVER"] = "the server, host:port, if --server does not say",
        ["NWS_TOKEN"] = "the server's token, if --token does not say",
        [ConfigurationFile.Variable] = "the configuration file, if --config does not say",
        ["NWS_WS"] = "the workspace that is meant by . or by ws",
        ["NWS_PYTHON"] = "the Python that runs code",
        ["NWS_NODE"] = "the Node.js that runs code",
        ["NWS_RSCRIPT"] = "the Rscript that runs code",
    };

    /// <summary>The page of a verb; null if it has none, as a verb that only has others under it.</summary>
    /// <param name="verb">Its names, such as <c>farm start</c>.</param>
    public static ManualPage? Of(string verb) => Pages.GetValueOrDefault(verb);

    private static string MeaningOf(string variable) =>
        Variables.GetValueOrDefault(variable) ?? $"as --{ServerArguments.All.First(setting => setting.Variable == variable).Name}, if that is not given";

    /// <summary>Writes the page.</summary>
    public void Write(TextWriter output)
    {
        Write(output, "Environment:", Environment.Select(name => (name, MeaningOf(name))));
        Write(output, "Exit codes:", ExitCodes.All.Where(code => code.Code is ExitCodes.Ok or ExitCodes.Failure or ExitCodes.Usage || Codes.Contains(code.Code)).Select(code => ($"{code.Code}", code.Meaning)));
        output.WriteLine("Examples:");
        foreach (var (command, meaning) in Examples) output.WriteLine($"  {command}\n      {meaning}");
    }

    private static void Write(TextWriter output, string heading, IEnumerable<(string Name, string Meaning)> lines)
    {
        if (!lines.Any()) return;
        int widest = lines.Max(line => line.Name.Length) + 2;
        output.WriteLine(heading);
        foreach (var (name, meaning) in lines) output.WriteLine($"  {name.PadRight(widest)}{meaning}");
        output.WriteLine();
    }
}
