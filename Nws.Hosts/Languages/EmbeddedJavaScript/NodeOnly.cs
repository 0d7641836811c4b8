using System.Collections.Frozen;

namespace Nws.Hosts.Languages.EmbeddedJavaScript;

/// <summary>What only Node.js can do, and how to get it.</summary>
internal static class NodeOnly
{
    private const string Undefined = " is not defined";

    private static readonly FrozenSet<string> Globals = new[]
    {
        "process", "Buffer", "module", "exports", "__dirname", "__filename", "global", "fetch", "URL", "URLSearchParams", "TextEncoder", "TextDecoder",
        "AbortController", "AbortSignal", "Blob", "crypto", "performance", "setImmediate", "setTimeout", "setInterval", "structuredClone", "WebAssembly", "Worker",
    }.ToFrozenSet();

    /// <summary>Tells that something needs Node.js.</summary>
    internal static string Needs(string what) => $"{what} needs Node.js, and this is the embedded kernel (sandboxed code has to do without it). {LanguageRegistry.NodeRemedy}";

    /// <summary>The message of an error, with advice if a name of Node.js was not found.</summary>
    internal static string Advise(NwsError error)
    {
        if (error.Type != "ReferenceError" || !error.Message.EndsWith(Undefined, StringComparison.Ordinal)) return error.Message;
        string name = error.Message[..^Undefined.Length];
        return Globals.Contains(name) ? $"{error.Message}: {Needs($"'{name}'")}" : error.Message;
    }
}
