namespace Nws.Hosts.Languages.EmbeddedJavaScript;

/// <summary>A task wants a module that there is only in Node.js.</summary>
internal sealed class ModuleRefusedException(string message) : Exception(message);
