using System.Text.RegularExpressions;
using System.Xml.Linq;
using Nws.Architecture.Tests.Files;
using Nws.Architecture.Tests.Rules;
using Nws.TestKit;

namespace Nws.Architecture.Tests;

public sealed class DocumentTests
{
    public static TheoryData<string> Documents { get; } = [.. RepositoryFiles.Documents];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Links_OfDocument_LeadToFilesAndHeadingsThatExist(string document)
    {
        Findings.AssertNone(Links(document).Where(link => !Exists(document, link)));
    }

    [Fact]
    public void Documents_FromTheReadme_AreReachedByLinks()
    {
        var reached = new HashSet<string> { "README.md" };
        var next = new Queue<string>(reached);
        while (next.TryDequeue(out string? document))
        {
            var targets = Links(document).Select(link => Target(document, link)).Intersect(RepositoryFiles.Documents);
            foreach (string target in targets.Where(reached.Add)) next.Enqueue(target);
        }

        Findings.AssertNone(RepositoryFiles.Documents.Except(reached));
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

    [Fact]
    public void Proofs_NameTestsThatExist()
    {
        // `Folder/Class`, `Folder/Class.Beginning...`, `Folder`
        var named = Regex.Matches(RepositoryFiles.Text("docs/proofs.md"), @"`((?:[A-Z]\w+/)+\w+)(?:\.(\w+)(?:\.{3})?)?`").Select(match => (Place: match.Groups[1].Value, Member: match.Groups[2].Value)).ToList();

        Assert.NotEmpty(named);
        Findings.AssertNone(named.Where(test => !IsInTests(test.Place, test.Member)).Select(test => $"{test.Place} {test.Member}"));
    }

    private static bool IsInTests(string place, string member) => RepositoryFiles.All.Any(file => file.StartsWith("tests/", StringComparison.Ordinal)
        && (file.Contains($"/{place}/", StringComparison.Ordinal)
            || (file.EndsWith($"/{place}.cs", StringComparison.Ordinal) && RepositoryFiles.Text(file).Contains($" {member}", StringComparison.Ordinal))));

    // Links inside the repository: those without a scheme.
    private static IEnumerable<string> Links(string document) =>
        Regex.Matches(RepositoryFiles.Text(document), @"\]\((?!\w+:)([^)\s]+)\)").Select(match => match.Groups[1].Value);

    private static bool Exists(string document, string link)
    {
        string target = RepositoryFiles.FullPath(Target(document, link));
        return link.Split('#', 2) is [_, var anchor] ? File.Exists(target) && Anchors(target).Contains(anchor) : Path.Exists(target);
    }

    // The file or folder a link leads to, relative to the repository's root.
    private static string Target(string document, string link)
    {
        string path = link.Split('#')[0];
        string self = RepositoryFiles.FullPath(document);
        string target = path.Length == 0 ? self : Path.GetFullPath(path, Path.GetDirectoryName(self)!);
        return Path.GetRelativePath(Repository.Root, target).Replace('\\', '/');
    }

    // The names GitHub gives the headings.
    private static IEnumerable<string> Anchors(string file) => File.ReadLines(file)
        .Where(line => line.StartsWith('#'))
        .Select(heading => Regex.Replace(heading.TrimStart('#').Trim().ToLowerInvariant(), @"[^\w\- ]", "").Replace(' ', '-'));
}
