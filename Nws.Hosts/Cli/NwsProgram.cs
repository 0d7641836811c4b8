namespace Nws.Hosts.Cli;

/// <summary>This program, to be started again.</summary>
internal static class NwsProgram
{
    private static readonly string Apphost = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "nws.exe" : "nws");

    /// <summary>The executable; null where there is none.</summary>
    public static string? Executable { get; } = File.Exists(Apphost) ? Apphost : null;

    /// <summary>The executable, or, where there is none, dotnet with the assembly.</summary>
    public static IReadOnlyList<string> Command { get; } =
        Executable is not null ? [Executable] : [Environment.ProcessPath!, Path.Combine(AppContext.BaseDirectory, "nws.dll")];
}
