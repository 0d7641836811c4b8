using System.Globalization;
using Nws.Hosts.Languages.EmbeddedJavaScript;

namespace Nws.Hosts.Languages;

/// <summary>Knows how the kernel of each language is started on this machine.</summary>
/// <param name="environment">Gives the value of an environment variable, or null.</param>
/// <param name="baseDirectory">Where <c>nws</c> is, with the packages of the other languages beside it.</param>
internal sealed class LanguageRegistry(Func<string, string?> environment, string baseDirectory)
{
    /// <summary>How to get Node.js.</summary>
    internal const string NodeRemedy = "Install Node.js 18 or newer (Debian: apt-get install nodejs) or set NWS_NODE to the path of node.";

    private static readonly Dictionary<string, string> NoVariables = [];

    /// <summary>The one for this process.</summary>
    internal static LanguageRegistry Current { get; } = new(Environment.GetEnvironmentVariable, AppContext.BaseDirectory);

    /// <exception cref="LanguageUnavailableException">The language is not installed; the message tells how to.</exception>
    internal KernelCommand Find(NwsLanguage language) => language switch
    {
        NwsLanguage.Python => Python("nws.kernel"),
        NwsLanguage.JavaScript => UsesNode ? JavaScript("kernel.mjs") : Own(NwsLanguage.JavaScript, "javascript"),
        NwsLanguage.R => WithDeepStack(R("kernel.R")) with { LeavesFiles = true },
        _ => Own(NwsLanguage.CSharp, "csharp"),
    };

    /// <summary>The kernel for JavaScript that nobody vouches for. It is part of nws, so it is on every machine.</summary>
    internal KernelCommand FindSandbox() => Own(NwsLanguage.JavaScript, "javascript", "--sandbox") with
    {
        Environment = new Dictionary<string, string> { ["DOTNET_GCHeapHardLimit"] = TaskLimits.SandboxHeap.ToString("x", CultureInfo.InvariantCulture) },
    };

    /// <summary>How a script of Python, JavaScript or R is run as a program of its own; the script's file and its arguments follow.</summary>
    /// <exception cref="LanguageUnavailableException">The language is not installed; the message tells how to.</exception>
    internal KernelCommand FindScriptRunner(NwsLanguage language) => language switch
    {
        NwsLanguage.Python => Python("nws.run"),
        NwsLanguage.JavaScript => JavaScript("run.mjs"),
        NwsLanguage.R => R("run.R"),
        _ => throw new ArgumentException($"{language.ToDisplayName()} scripts run in nws itself."),
    };

    /// <summary>Without a choice Node.js runs JavaScript wherever it is installed.</summary>
    private bool UsesNode => JavaScriptEngineChoice.Check(environment(JavaScriptEngineChoice.Variable), JavaScriptEngineChoice.Variable) switch
    {
        JavaScriptEngineChoice.Node => true,
        JavaScriptEngineChoice.Jint => false,
        _ => !string.IsNullOrEmpty(environment("NWS_NODE")) || FindOnPath("node") is not null,
    };

    /// <summary>A kernel that is a part of nws.</summary>
    private KernelCommand Own(NwsLanguage language, params string[] kernel)
    {
        string[] command = [.. OwnProgram.CommandIn(baseDirectory, Environment.ProcessPath!), "kernel", .. kernel];
        return new KernelCommand(language, command[0], command[1..], NoVariables);
    }

    private KernelCommand Python(string module)
    {
        string python = FromVariable(NwsLanguage.Python, "NWS_PYTHON")
            ?? FromVirtualEnvironment() ?? FindOnPath("python3") ?? FindOnPath("python")
            ?? throw Missing(NwsLanguage.Python, "Install python3 (Debian: apt-get install python3) or set NWS_PYTHON to its path.");
        string packages = Path.Combine(baseDirectory, "python");
        string? others = environment("PYTHONPATH");
        var variables = new Dictionary<string, string>
        {
            ["PYTHONPATH"] = string.IsNullOrEmpty(others) ? packages : packages + Path.PathSeparator + others,
            ["PYTHONUNBUFFERED"] = "1",
        };
        return new KernelCommand(NwsLanguage.Python, python, ["-m", module], variables);
    }

    private KernelCommand JavaScript(string program)
    {
        string node = FromVariable(NwsLanguage.JavaScript, "NWS_NODE") ?? FindOnPath("node")
            ?? throw Missing(NwsLanguage.JavaScript, NodeRemedy);
        string path = Path.Combine(baseDirectory, "javascript", "nws", program);
        return new KernelCommand(NwsLanguage.JavaScript, node, [path], NoVariables);
    }

    private KernelCommand R(string program)
    {
        string rscript = FromVariable(NwsLanguage.R, "NWS_RSCRIPT") ?? FindOnPath("Rscript")
            ?? throw Missing(NwsLanguage.R, "Install R 4.1 or newer (Debian: apt-get install r-base-core) or set NWS_RSCRIPT to the path of Rscript.");
        return new KernelCommand(NwsLanguage.R, rscript, [Path.Combine(baseDirectory, "r", "nws", program)], NoVariables);
    }

    /// <summary>R needs some 30 KB of its stack for each level of a nested value, and takes the limit that it is started with.</summary>
    private static KernelCommand WithDeepStack(KernelCommand command)
    {
        const string shell = "/bin/sh";
        string[] script = ["-c", "ulimit -s 65536 2>/dev/null; exec \"$@\"", shell];
        return File.Exists(shell)
            ? command with { FileName = shell, Arguments = [.. script, command.FileName, .. command.Arguments] }
            : command;
    }

    private string? FromVariable(NwsLanguage language, string variable)
    {
        string? named = environment(variable);
        if (string.IsNullOrEmpty(named))
            return null;
        string? found = named.Contains(Path.DirectorySeparatorChar) ? (File.Exists(named) ? named : null) : FindOnPath(named);
        return found ?? throw new LanguageUnavailableException(
            language, $"{language.ToDisplayName()} was not found: {variable} is '{named}', and there is no such program.");
    }

    private string? FromVirtualEnvironment()
    {
        string? root = environment("VIRTUAL_ENV");
        if (string.IsNullOrEmpty(root))
            return null;
        string python = OperatingSystem.IsWindows() ? Path.Combine(root, "Scripts", "python.exe") : Path.Combine(root, "bin", "python");
        return File.Exists(python) ? python : null;
    }

    private string? FindOnPath(string program) => (environment("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(directory => Path.Combine(directory, Executable(program)))
        .FirstOrDefault(IsExecutable);

    private static string Executable(string name) => OperatingSystem.IsWindows() ? name + ".exe" : name;

    /// <summary>Whether a file is there that somebody may run.</summary>
    internal static bool IsExecutable(string path)
    {
        const UnixFileMode anybody = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        return File.Exists(path) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & anybody) != 0);
    }

    private static LanguageUnavailableException Missing(NwsLanguage language, string remedy) =>
        new(language, $"{language.ToDisplayName()} was not found. {remedy}");
}
