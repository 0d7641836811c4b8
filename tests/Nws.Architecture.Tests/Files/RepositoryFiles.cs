using System.Diagnostics;

namespace Nws.Architecture.Tests.Files;

/// <summary>The files of the repository: what git tracks, and what is new and not ignored.</summary>
internal static class RepositoryFiles
{
    /// <summary>The repository's root folder.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Every file, relative to the root, with forward slashes.</summary>
    public static IReadOnlyList<string> All { get; } = List();

    /// <summary>Everything written in one of the three languages, the launcher's and the tests' included.</summary>
    public static IEnumerable<string> Code { get; } = [.. All.Where(file => Path.GetExtension(file) is ".cs" or ".csx" or ".py" or ".mjs" or ".js")];

    /// <summary>The code users get: no tests, no benchmarks, no examples.</summary>
    public static IEnumerable<string> ProductCode { get; } = [.. Code.Where(file => file.StartsWith("Nws.", StringComparison.Ordinal))];

    /// <summary>The documents.</summary>
    public static IEnumerable<string> Documents { get; } = [.. All.Where(file => file.EndsWith(".md", StringComparison.Ordinal))];

    /// <summary>The whole text of a file.</summary>
    public static string Text(string file) => File.ReadAllText(Path.Combine(Root, file));

    /// <summary>The lines of a file.</summary>
    public static string[] Lines(string file) => File.ReadAllLines(Path.Combine(Root, file));

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Nws.sln"))) folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException($"{AppContext.BaseDirectory} is not inside the repository: no folder above it holds Nws.sln.");
    }

    private static string[] List()
    {
        string[] arguments = ["-C", Root, "ls-files", "-z", "--cached", "--others", "--exclude-standard"];
        using var git = Process.Start(new ProcessStartInfo("git", arguments) { RedirectStandardOutput = true })!;
        string output = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        Assert.Equal(0, git.ExitCode);
        return [.. output.Split('\0', StringSplitOptions.RemoveEmptyEntries).Distinct().Where(file => File.Exists(Path.Combine(Root, file))).Order(StringComparer.Ordinal)];
    }
}
