using Nws.TestKit;

namespace Nws.Hosts.Tests.Examples;

public sealed class JavaScriptGuideTests
{
    [Fact]
    public async Task Guide_EverySnippetInItsOrder_PrintsWhatItShows()
    {
        await using var server = await TestServer.StartAsync();
        var folder = Directory.CreateTempSubdirectory("nws-javascript-guide-");
        try
        {
            string guide = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs/javascript.md"), TestContext.Current.CancellationToken);
            var snippets = DocumentSnippet.Read(guide, folder.FullName).ToList();
            Assert.True(snippets.Count > 10, $"Only {snippets.Count} snippets were found.");

            foreach (var (line, command, expected) in snippets)
            {
                string output = await new Shell(server.Endpoint).RunAsync(command);
                Assert.True(expected == output, $"docs/javascript.md, line {line}: {command}\nshows:\n{expected}\nprints:\n{output}");
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
