using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using System.Xml.Linq;

namespace Nws.Hosts.Languages.CSharp.Packages;

/// <summary>
/// Has the .NET SDK restore packages: the way that knows sources, credentials, dependencies and platforms as every build does.
/// </summary>
/// <param name="dotnet">The SDK's program.</param>
internal sealed class PackageRestore(string dotnet = "dotnet")
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromMinutes(5);

    /// <summary>Restores packages and leaves the list of their files in <paramref name="assetsFile"/>.</summary>
    /// <exception cref="PackageException">A package cannot be had.</exception>
    /// <exception cref="ThreadInterruptedException">The thread was interrupted meanwhile; nothing is left behind.</exception>
    internal void Run(IReadOnlyList<PackageName> packages, string assetsFile)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("nws-packages-");
        try
        {
            string project = Path.Combine(folder.FullName, "packages.csproj");
            Project(packages).Save(project);
            (int exitCode, string words) = RestoreProject(packages, project);
            string assets = Path.Combine(folder.FullName, "obj", "project.assets.json");
            if (exitCode != 0 || !File.Exists(assets))
                throw Refusal(packages, words);
            // Moved into its place in one step: other kernels may be looking for it.
            string copy = $"{assetsFile}.{Environment.ProcessId}";
            File.Copy(assets, copy, overwrite: true);
            File.Move(copy, assetsFile, overwrite: true);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static XElement Project(IReadOnlyList<PackageName> packages)
    {
        static XElement Import(string file) => new("Import", new XAttribute("Project", file), new XAttribute("Sdk", "Microsoft.NET.Sdk"));
        return new XElement(
            "Project",
            new XElement(
                "PropertyGroup",
                new XElement("ImportDirectoryBuildProps", false),
                new XElement("ImportDirectoryBuildTargets", false),
                new XElement("ImportDirectoryPackagesProps", false)),
            Import("Sdk.props"),
            new XElement(
                "PropertyGroup",
                new XElement("TargetFramework", $"net{Environment.Version.Major}.0"),
                new XElement("RuntimeIdentifier", RuntimeInformation.RuntimeIdentifier),
                new XElement("SelfContained", false),
                new XElement("UseAppHost", false),
                // The nuget.config that counts is the user's.
                new XElement("RestoreRootConfigDirectory", Environment.CurrentDirectory)),
            new XElement("ItemGroup", packages.Select(package =>
                new XElement("PackageReference", new XAttribute("Include", package.Id), new XAttribute("Version", package.Version)))),
            Import("Sdk.targets"));
    }

    private (int ExitCode, string Words) RestoreProject(IReadOnlyList<PackageName> packages, string project)
    {
        var words = new StringBuilder();
        using Process process = Start(packages, project);
        process.OutputDataReceived += (_, line) => words.AppendLine(line.Data);
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        bool ended = false;
        try
        {
            ended = process.WaitForExit(TimeLimit);
            if (!ended)
            {
                throw new PackageException(
                    $"{Listed(packages)} cannot be had: the restore took more than {TimeLimit.TotalMinutes} minutes. Try again.");
            }
            process.WaitForExit(); // for the rest of its words
        }
        finally
        {
            if (!ended)
                process.Kill(entireProcessTree: true);
        }
        return (process.ExitCode, words.ToString());
    }

    private Process Start(IReadOnlyList<PackageName> packages, string project)
    {
        var start = new ProcessStartInfo(dotnet, ["restore", project, "-nologo", "-v:q", "--tl:off", "-nodeReuse:false"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // Not the user's folder: a global.json there may ask for another SDK.
            WorkingDirectory = Path.GetDirectoryName(project),
        };
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["DOTNET_NOLOGO"] = "1";
        // Left by a build that this process may be part of, perhaps of another SDK.
        string[] others = [.. start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase))];
        foreach (string variable in others)
            start.Environment.Remove(variable);
        try
        {
            Process process = Process.Start(start)!;
            process.StandardInput.Close();
            return process;
        }
        catch (Win32Exception exception)
        {
            throw new PackageException(
                $"{Listed(packages)} cannot be had: #r \"nuget: ...\" needs the .NET SDK, and '{dotnet}' cannot be started "
                + $"({exception.Message}). Install the SDK, or name an assembly: #r \"path/to/assembly.dll\".",
                exception);
        }
    }

    private static PackageException Refusal(IReadOnlyList<PackageName> packages, string words)
    {
        string[] lines = words.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        string[] errors = [.. lines.Where(line => line.Contains("error ", StringComparison.Ordinal))
            .Select(line => line[line.IndexOf("error ", StringComparison.Ordinal)..].Split(" [/")[0]).Distinct()];
        bool IsBlamed(PackageName package) => errors.Any(error => error.Contains(package.Id, StringComparison.OrdinalIgnoreCase));
        PackageName[] blamed = [.. packages.Where(IsBlamed)];
        return new PackageException(
            $"{Listed(blamed.Length > 0 ? blamed : packages)} cannot be had. "
            + $"The restore said:\n{string.Join('\n', errors.Length > 0 ? errors : lines)}\n"
            + "Check name and version, and the package sources (dotnet nuget list source).");
    }

    private static string Listed(IReadOnlyList<PackageName> packages) =>
        (packages.Count == 1 ? "The package " : "One of the packages ") + string.Join(", ", packages);
}
