using System.Diagnostics;
using Nws.TestKit;

namespace Nws.Architecture.Tests.Files;

/// <summary>The files of the repository: what git tracks, and what is new and not ignored.</summary>
internal static class RepositoryFiles
{
    /// <summary>Every file, relative to the root, with forward slashes.</summary>
    public static IReadOnlyList<string> All { get; } = List();

    /// <summary>Everything written in one of the languages, tests and examples included.</summary>
    public static IReadOnlyList<string> Code { get; } = WithExtension(".cs", ".csx", ".py", ".mjs", ".js", ".R");

    /// <summary>The C# among it.</summary>
    public static IReadOnlyList<string> CSharp { get; } = WithExtension(".cs");

    /// <summary>The documents.</summary>
    public static IReadOnlyList<string> Documents { get; } = WithExtension(".md");

    /// <summary>Where a file is on this machine.</summary>
    public static string FullPath(string file) => Path.Combine(Repository.Root, file);

    /// <summary>The whole text of a file.</summary>
    public static string Text(string file) => File.ReadAllText(FullPath(file));

    /// <summary>The lines of a file.</summary>
    public static string[] Lines(string file) => File.ReadAllLines(FullPath(file));

    private static string[] List()
    {
        // A clone that belongs to somebody else is as good as one's own here.
        string[] options = ["-c", "safe.directory=*", "-C", Repository.Root];
        string[] arguments = [.. options, "ls-files", "-z", "--cached", "--others", "--exclude-standard"];
        using var git = Process.Start(new ProcessStartInfo("git", arguments) { RedirectStandardOutput = true })!;
        string output = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        Assert.Equal(0, git.ExitCode);
        var files = output.Split('\0', StringSplitOptions.RemoveEmptyEntries).Distinct();
        return [.. files.Where(file => File.Exists(FullPath(file))).Order(StringComparer.Ordinal)];
    }

    private static string[] WithExtension(params string[] extensions) =>
        [.. All.Where(file => extensions.Contains(Path.GetExtension(file)))];
}
