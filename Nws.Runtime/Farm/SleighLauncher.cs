using Nws.Farm;

namespace Nws;

/// <summary>
/// How the workers of a Sleigh are started (user guide 2.4, <c>launch</c>): turns the command of a worker into one that runs it on a node. The process so started is held as long as the worker lives: what it
/// writes is the worker's output, and its end is the worker's.
/// </summary>
public sealed class SleighLauncher
{
    private readonly Func<SleighNode, IReadOnlyList<string>, IEnumerable<string>> _commandLine;

    private SleighLauncher(string name, Func<SleighNode, IReadOnlyList<string>, IEnumerable<string>> commandLine) => (Name, _commandLine) = (name, commandLine);

    /// <summary>On this machine, <see cref="SleighOptions.WorkerCount"/> of them.</summary>
    public static SleighLauncher Local { get; } = new("local", static (_, command) => command);

    /// <summary>By <c>ssh</c>, which must log in without asking (the guide's <c>sshcmd</c>; appendix B).</summary>
    public static SleighLauncher Ssh { get; } = SshWith();

    /// <summary>By <c>rsh</c> (the guide's <c>rshcmd</c>), which is not safe: what passes can be read and changed on its way.</summary>
    public static SleighLauncher Rsh { get; } = new("rsh", static (node, command) => ["rsh", .. ShellCommand.Login(node), ShellCommand.Quote(command)]);

    /// <summary>By Slurm's <c>srun</c>, one task on the node, inside an allocation or making one.</summary>
    public static SleighLauncher Srun { get; } = new("srun", static (node, command) => ["srun", "--nodes=1", "--ntasks=1", "--overlap", $"--nodelist={node.Host}", .. command]);

    /// <summary>By LSF's <c>bsub</c>, interactively, on the host.</summary>
    public static SleighLauncher Bsub { get; } = new("bsub", static (node, command) => ["bsub", "-I", "-m", node.Host, ShellCommand.Quote(command)]);

    /// <summary>
    /// By hand, on any machine: the command to start a worker stands in the variable <c>runMe</c> of the Sleigh's workspace; the Sleigh is ready when somebody deletes the variable
    /// <c>deleteMeWhenAllWorkersStarted</c> (user guide 2.4.4).
    /// </summary>
    public static SleighLauncher Web { get; } = new("web", static (_, command) => command);

    /// <summary>The launcher's name for people.</summary>
    public string Name { get; }

    /// <summary>As <see cref="Ssh"/>, with further options of <c>ssh</c>, such as <c>-p 2222</c>.</summary>
    public static SleighLauncher SshWith(params string[] options) =>
        new("ssh", (node, command) => ["ssh", .. ShellCommand.SshOptions, .. options, .. ShellCommand.Login(node), ShellCommand.Quote(command)]);

    /// <summary>
    /// By <c>ssh</c>, and the worker reaches the server through the same connection (the guide's <c>sshforwardcmd</c>): for nodes that cannot reach the server themselves. The worker connects to a port of its own machine, which
    /// <see cref="SleighOptions.NwsPortRemote"/> chooses.
    /// </summary>
    /// <param name="server">The server as this machine reaches it.</param>
    /// <param name="remotePort">The port on the nodes; it must be free there. Default: that of the server.</param>
    /// <param name="options">Further options of <c>ssh</c>.</param>
    public static SleighLauncher SshForward(NwsEndpoint server, int? remotePort = null, params string[] options) =>
        SshWith(["-o", "ExitOnForwardFailure=yes", "-R", $"localhost:{remotePort ?? server.Port}:{server}", .. options]);

    /// <summary>By a command of one's own. In its words <c>{host}</c> and <c>{user}</c> stand for the node's; a word <c>{command}</c> is replaced by the worker's words, inside a word by its text quoted for a shell.</summary>
    /// <param name="words">The program and its arguments, such as <c>"ssh", "-p", "2222", "{user}@{host}", "{command}"</c>.</param>
    /// <exception cref="SleighIllegalValueException">No word holds <c>{command}</c>.</exception>
    public static SleighLauncher Command(params string[] words)
    {
        ArgumentNullException.ThrowIfNull(words);
        if (!Array.Exists(words, word => word.Contains(ShellCommand.Placeholder, StringComparison.Ordinal)))
            throw new SleighIllegalValueException($"The launch command '{string.Join(' ', words)}' does not say where the worker's command goes; put {{command}} there.");
        return new(words[0], (node, command) => ShellCommand.Fill(words, node, command));
    }

    /// <summary>By a function of one's own: from the node and the words of the worker's command, the words of the command that runs it there.</summary>
    public static SleighLauncher From(Func<SleighNode, IReadOnlyList<string>, IEnumerable<string>> commandLine)
    {
        ArgumentNullException.ThrowIfNull(commandLine);
        return new("own", commandLine);
    }

    internal IReadOnlyList<string> CommandLine(SleighNode node, IReadOnlyList<string> workerCommand) => [.. _commandLine(node, workerCommand)];
}
