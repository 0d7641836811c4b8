using System.Text.RegularExpressions;
using Nws.TestKit;

namespace Nws.Hosts.Tests.Examples;

public sealed class ReadmeTests
{
    [Theory]
    [InlineData("README.md")]
    [InlineData("docs/python.md")]
    [InlineData("docs/csharp.md")]
    public async Task Document_EverySnippetInItsOrder_PrintsWhatItShows(string document)
    {
        await using var server = await TestServer.StartAsync();
        var folder = Directory.CreateTempSubdirectory("nws-readme-");
        try
        {
            string text = await File.ReadAllTextAsync(Path.Combine(Repository.Root, document), TestContext.Current.CancellationToken);
            var snippets = DocumentSnippet.Read(text, folder.FullName).ToList();
            Assert.True(snippets.Count > 8, $"Only {snippets.Count} snippets were found.");

            foreach (var (line, command, expected) in snippets)
            {
                string output = await new Shell(server.Endpoint).RunAsync(command);
                bool same = Comparable(command, expected) == Comparable(command, output);
                Assert.True(same, $"{document}, line {line}: {command}\nshows:\n{expected}\nprints:\n{output}");
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
