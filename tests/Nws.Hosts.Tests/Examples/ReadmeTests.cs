using System.Text.RegularExpressions;
using Nws.TestKit;

namespace Nws.Hosts.Tests.Examples;

public sealed class ReadmeTests
{
    [Fact]
    public async Task Readme_EverySnippetInItsOrder_PrintsWhatItShows()
    {
        await using var server = await TestServer.StartAsync();
        var folder = Directory.CreateTempSubdirectory("nws-readme-");
        try
        {
            string readme = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "README.md"), TestContext.Current.CancellationToken);
            var snippets = DocumentSnippet.Read(readme, folder.FullName).ToList();
            Assert.True(snippets.Count > 10, $"Only {snippets.Count} snippets were found.");

            foreach (var (line, command, expected) in snippets)
            {
                string output = await new Shell(server.Endpoint).RunAsync(command);
                bool same = Comparable(command, expected) == Comparable(command, output);
                Assert.True(same, $"README.md, line {line}: {command}\nshows:\n{expected}\nprints:\n{output}");
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // The licence texts and the speed of the machine are not ours.
    private static string Comparable(string command, string output) =>
        command.Contains("wordcount", StringComparison.Ordinal) ? Regex.Replace(output, @" *\d+", " #") : output;
}
