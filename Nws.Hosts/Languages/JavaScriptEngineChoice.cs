namespace Nws.Hosts.Languages;

/// <summary>Which program runs JavaScript tasks, if somebody has chosen. The sandbox is embedded whatever is chosen.</summary>
internal static class JavaScriptEngineChoice
{
    /// <summary>The environment variable that holds the choice; kernels of workers that this process starts follow it, too.</summary>
    internal const string Variable = "NWS_JS_ENGINE";

    internal const string Node = "node";

    internal const string Jint = "jint";

    /// <summary>Makes a choice for this process and those it starts.</summary>
    /// <param name="name"><c>node</c> or <c>jint</c>; null leaves everything as it is.</param>
    /// <param name="source">Where the name comes from.</param>
    /// <exception cref="ArgumentException">There is no such engine.</exception>
    internal static void Choose(string? name, string source)
    {
        if (Check(name, source) is { } known) Environment.SetEnvironmentVariable(Variable, known);
    }

    /// <returns>The name; null if it is missing or empty.</returns>
    /// <exception cref="ArgumentException">There is no such engine.</exception>
    internal static string? Check(string? name, string source) => name switch
    {
        null or "" => null,
        Node or Jint => name,
        _ => throw new ArgumentException($"{source} is '{name}', but the engines of JavaScript are '{Node}' and '{Jint}'."),
    };
}
