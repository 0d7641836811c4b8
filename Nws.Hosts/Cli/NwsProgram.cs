using Nws.Hosts.Languages;

namespace Nws.Hosts.Cli;

/// <summary>This program, to be started again.</summary>
internal static class NwsProgram
{
    /// <summary>The executable, or, where there is none, dotnet with the assembly.</summary>
    public static IReadOnlyList<string> Command { get; } = OwnProgram.CommandIn(AppContext.BaseDirectory, Environment.ProcessPath!);

    /// <summary>The executable; null where there is none.</summary>
    public static string? Executable { get; } = Command is [var alone] ? alone : null;
}
