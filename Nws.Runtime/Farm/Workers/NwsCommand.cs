namespace Nws.Farm;

/// <summary>Finds the <c>nws</c> program that runs workers.</summary>
internal static class NwsCommand
{
    /// <summary>The environment variable that names the program.</summary>
    public const string Variable = "NWS_CLI";

    private static readonly string FileName = OperatingSystem.IsWindows() ? "nws.exe" : "nws";

    /// <exception cref="SleighScriptException">There is none where it is looked for; the message says where that is.</exception>
    public static string Find(string? given)
    {
        if (given is not null) return File.Exists(given) ? given : throw new SleighScriptException($"The nws program '{given}' does not exist.");
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
            return File.Exists(named) ? named : throw new SleighScriptException($"{Variable} names '{named}', which does not exist.");
        return Candidates().FirstOrDefault(File.Exists) ?? throw new SleighScriptException(
            $"The program 'nws', which runs workers, was found neither beside this program nor on the PATH. Set {Variable} to its path.");
    }

    private static IEnumerable<string> Candidates()
    {
        if (Path.GetFileName(Environment.ProcessPath) == FileName) yield return Environment.ProcessPath!;
        yield return Path.Combine(AppContext.BaseDirectory, FileName);
        foreach (string folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
            yield return Path.Combine(folder, FileName);
    }
}
