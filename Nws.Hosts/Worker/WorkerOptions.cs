using Nws.Hosts.Languages;

namespace Nws.Hosts.Worker;

/// <summary>What a worker must know to join a Sleigh.</summary>
internal sealed record WorkerOptions
{
    /// <summary>How to reach the Sleigh's server.</summary>
    public required NwsConnectionOptions Connection { get; init; }

    /// <summary>The Sleigh's workspace.</summary>
    public required string Sleigh { get; init; }

    /// <summary>The workspace the program shares with its tasks.</summary>
    public required string User { get; init; }

    /// <summary>The number its launcher knows the worker by; null if somebody started it by hand.</summary>
    public int? Place { get; init; }

    /// <summary>What the worker is told apart by, as <see cref="TaskVariables.CheckTags"/> gives it. Default: nothing.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>A directory in which kernels look first for modules and assemblies.</summary>
    public string? ModulePath { get; init; }

    /// <summary>Makes the host of a language. Default: one with a kernel; what tasks print goes where the worker prints, and whoever started the worker reads that.</summary>
    public Func<KernelSettings, NwsLanguage, ILanguageHost> NewHost { get; init; } = NewKernelHost;

    /// <summary>Makes the host of the sandbox. Default: one with a kernel that knows no server.</summary>
    public Func<KernelSettings, ILanguageHost> NewSandbox { get; init; } = NewSandboxHost;

    /// <summary>Where the worker tells what it had to drop. Default: standard error.</summary>
    public TextWriter Log { get; init; } = Console.Error;

    private static KernelHost NewKernelHost(KernelSettings settings, NwsLanguage language) =>
        Printing(new KernelHost(language, LanguageRegistry.Current, settings));

    private static KernelHost NewSandboxHost(KernelSettings settings) => Printing(
        new KernelHost(NwsLanguage.JavaScript, LanguageRegistry.Current, new KernelSettings { Rank = settings.Rank, Workers = settings.Workers }) { Sandboxed = true });

    private static KernelHost Printing(KernelHost host)
    {
        host.Output += (stream, text, _) => (stream == "stderr" ? Console.Error : Console.Out).Write(text);
        return host;
    }
}
