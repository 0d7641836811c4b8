using Nws.Hosts.Languages;

namespace Nws.Hosts.Tests.Languages;

/// <summary>JavaScript as on a machine without Node.js.</summary>
internal static class EmbeddedJavaScript
{
    internal static LanguageRegistry Registry { get; } = new(
        name => name == JavaScriptEngineChoice.Variable ? JavaScriptEngineChoice.Jint : Environment.GetEnvironmentVariable(name), AppContext.BaseDirectory);

    /// <summary>What stands for the process is a number that lives as long as its global scope: the embedded kernel tells tasks nothing of processes.</summary>
    internal static Snippets Code { get; } = Snippets.JavaScript with { ProcessId = "globalThis.born ??= 1 + Math.floor(Math.random() * 1e9)" };

    internal static KernelHost NewHost(KernelSettings? settings = null) => new(NwsLanguage.JavaScript, Registry, settings ?? new KernelSettings());

    internal static KernelHost NewSandbox(KernelSettings? settings = null) =>
        new(NwsLanguage.JavaScript, Registry, settings ?? new KernelSettings()) { Sandboxed = true };
}
