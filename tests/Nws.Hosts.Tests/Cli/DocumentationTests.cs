using System.Text.RegularExpressions;
using Nws.Hosts.Cli;
using Nws.Hosts.Tests.Examples;
using Nws.Server;
using Nws.TestKit;

namespace Nws.Hosts.Tests.Cli;

/// <summary>docs/cli.md tells the truth.</summary>
public sealed class DocumentationTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "cli.md"));

    [Fact]
    public async Task Page_EveryExampleInItsOrder_PrintsWhatItShows()
    {
        using var folder = new TemporaryFolder();
        string data = Path.Combine(folder.Path, "nws.db");
        await using var server = await TestServer.StartAsync(new NwsServerOptions { Data = data });
        var examples = DocumentSnippet.Read(Page, Path.GetTempPath()).ToList();
        Assert.True(examples.Count > 10, $"Only {examples.Count} examples were found.");

        var shell = new Shell(server.Endpoint, data);
        foreach (var (line, command, expected) in examples) Assert.Equal((line, expected), (line, await shell.RunAsync(command)));
    }

    [Fact]
    public void Page_ExitCodes_AreThoseOfTheProgram()
    {
        string section = Page[Page.IndexOf("## Exit codes", StringComparison.Ordinal)..];
        var rows = Regex.Matches(section, @"(?m)^\| (\d+) \| (.+) \|$").Select(row => $"{row.Groups[1]} {row.Groups[2]}");

        Assert.Equal(ExitCodes.All.Select(code => $"{code.Code} {code.Meaning}"), rows);
    }
}
