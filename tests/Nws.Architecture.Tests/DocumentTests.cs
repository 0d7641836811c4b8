using System.Text.RegularExpressions;
using System.Xml.Linq;
using Nws.Architecture.Tests.Files;
using Nws.Architecture.Tests.Rules;

namespace Nws.Architecture.Tests;

public sealed class DocumentTests
{
    public static TheoryData<string> Documents { get; } = [.. RepositoryFiles.Documents];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Links_OfDocument_LeadToFilesAndHeadingsThatExist(string document)
    {
        var links = Regex.Matches(RepositoryFiles.Text(document), @"\]\((?!\w+:)([^)\s]+)\)").Select(match => match.Groups[1].Value);

        Findings.AssertNone(links.Where(link => !Exists(document, link)));
    }

    [Fact]
    public void Architecture_NamesEveryFolder()
    {
        string architecture = RepositoryFiles.Text("ARCHITECTURE.md");
        var folders = RepositoryFiles.All
            .Select(file => file.Split('/'))
            .Where(parts => parts.Length > 1 && !parts[0].StartsWith('.'))
            .Select(parts => parts.Length > 2 && parts[0].StartsWith("Nws.", StringComparison.Ordinal) ? parts[1] : parts[0])
            .Distinct();

        Findings.AssertNone(folders.Where(folder => !Regex.IsMatch(architecture, $@"(?<![\w.]){Regex.Escape(folder)}/")));
    }

    [Fact]
    public void Decisions_ExplainEveryPackage()
    {
        string decisions = RepositoryFiles.Text("docs/decisions.md");
        var versions = XDocument.Parse(RepositoryFiles.Text("Directory.Packages.props")).Descendants("PackageVersion");
        var packages = versions.Select(version => version.Attribute("Include")!.Value);

        Findings.AssertNone(packages.Where(package => !decisions.Contains($"`{package}`", StringComparison.Ordinal)));
    }

    private static bool Exists(string document, string link)
    {
        string[] parts = link.Split('#', 2);
        string self = RepositoryFiles.FullPath(document);
        string target = parts[0].Length == 0 ? self : Path.Combine(Path.GetDirectoryName(self)!, parts[0]);
        return parts.Length == 1 ? Path.Exists(target) : File.Exists(target) && Anchors(target).Contains(parts[1]);
    }

    // The names GitHub gives the headings.
    private static IEnumerable<string> Anchors(string file) => File.ReadLines(file)
        .Where(line => line.StartsWith('#'))
        .Select(heading => Regex.Replace(heading.TrimStart('#').Trim().ToLowerInvariant(), @"[^\w\- ]", "").Replace(' ', '-'));
}
