using System.Diagnostics;

namespace Nws.Architecture.Tests.Files;

/// <summary>The files of the repository: what git tracks, and what is new and not ignored.</summary>
internal static class RepositoryFiles
{
    /// <summary>The repository's root folder.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Every file, relative to the root, with forward slashes.</summary>
    public static IReadOnlyList<string> All { get; } = List();

    /// <summary>Everything written in one of the three languages, tests and examples included.</summary>
    public static IReadOnlyList<string> Code { get; } = WithExtension(".cs", ".csx", ".py", ".mjs", ".js");

    /// <summary>The C# among it.</summary>
    public static IReadOnlyList<string> CSharp { get; } = WithExtension(".cs");

    /// <summary>The documents.</summary>
    public static IReadOnlyList<string> Documents { get; } = WithExtension(".md");

    /// <summary>The whole text of a file.</summary>
    public static string Text(string file) => File.ReadAllText(Path.Combine(Root, file));

    /// <summary>The lines of a file.</summary>
    public static string[] Lines(string file) => File.ReadAllLines(Path.Combine(Root, file));

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Nws.sln"))) folder = Path.GetDirectoryName(folder);
        return folder ?? throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds Nws.sln.");
    }

    private static string[] List()
    {
        string[] arguments = ["-C", Root, "ls-files", "-z", "--cached", "--others", "--exclude-standard"];
        using var git = Process.Start(new ProcessStartInfo("git", arguments) { RedirectStandardOutput = true })!;
        string output = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        Assert.Equal(0, git.ExitCode);
        var files = output.Split('\0', StringSplitOptions.RemoveEmptyEntries).Distinct();
        return [.. files.Where(file => File.Exists(Path.Combine(Root, file))).Order(StringComparer.Ordinal)];
    }

    private static string[] WithExtension(params string[] extensions) =>
        [.. All.Where(file => extensions.Contains(Path.GetExtension(file)))];
}
