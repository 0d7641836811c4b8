namespace Nws.Hosts.Languages;

/// <summary>How nws is started again: by the executable beside its assembly; as a .NET tool, which has none there, by the one it was started by; else by dotnet with the assembly.</summary>
internal static class OwnProgram
{
    private static readonly string Name = OperatingSystem.IsWindows() ? "nws.exe" : "nws";

    /// <param name="folder">Where the assembly is.</param>
    /// <param name="process">The executable of this process.</param>
    /// <returns>The executable and what must stand before all other words.</returns>
    public static IReadOnlyList<string> CommandIn(string folder, string process)
    {
        string beside = Path.Combine(folder, Name);
        if (File.Exists(beside)) return [beside];
        return Path.GetFileName(process) == Name ? [process] : [process, Path.Combine(folder, "nws.dll")];
    }
}
