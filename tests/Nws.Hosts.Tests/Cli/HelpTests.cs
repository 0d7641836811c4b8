using System.Text.RegularExpressions;
using Nws.Hosts.Cli;

namespace Nws.Hosts.Tests.Cli;

public sealed class HelpTests : IDisposable
{
    private readonly NwsCommandLine _nws = new();

    public void Dispose() => _nws.Dispose();

    [Fact]
    public async Task Version_Asked_IsPrinted()
    {
        var result = await _nws.RunAsync("--version");

        Assert.Equal((0, "nws 0.1.0\n", ""), result.All);
    }

    [Fact]
    public async Task Help_Asked_ListsVerbsAndExitCodes()
    {
        var result = await _nws.RunAsync("--help");

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        string[] verbs = ["run", "serve", "start", "stop", "status", "store", "fetch", "find", "list", "delete", "worker", "farm", "each", "backup", "verify", "repl", "test"];
        Assert.All(verbs, verb => Assert.Matches($@"(?m)^  {verb} ", result.Output));
        Assert.All(ExitCodes.All, code => Assert.Matches($@"(?m)^  {code.Code} +{Regex.Escape(code.Meaning)}$", result.Output));
    }

    [Fact]
    public async Task Help_OfAVerb_IsAManualPage()
    {
        var result = await _nws.RunAsync("fetch", "--help");

        Assert.Equal(0, result.ExitCode);
        string[] parts = ["Description:", "Usage:", "Arguments:", "Options:", "Environment:", "Exit codes:", "Examples:"];
        Assert.Equal(parts, Regex.Matches(result.Output, "(?m)^[A-Z][a-z ]+:$").Select(heading => heading.Value));
        Assert.Contains("--timeout <seconds>", result.Output, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^  4   +no such value", result.Output);
        Assert.DoesNotMatch(@"(?m)^  6   +", result.Output);
    }

    [Theory]
    [InlineData("store", "seq 100 | nws store . numbers --lines --json")]
    [InlineData("eval", "nws eval -l cs '1 + 1'")]
    [InlineData("farm start", "nws farm start lab -n 4")]
    public async Task Help_OfAVerb_HasExamples(string verb, string example)
    {
        var result = await _nws.RunAsync([.. verb.Split(' '), "--help"]);

        Assert.Contains($"  {example}\n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_OfEveryVerbThatIsListed_HasAPage()
    {
        var help = (await _nws.RunAsync("--help")).Output;
        var verbs = Regex.Matches(help[help.IndexOf("Commands:", StringComparison.Ordinal)..help.IndexOf("Exit codes:", StringComparison.Ordinal)], "(?m)^  ([a-z]+) ").Select(verb => verb.Groups[1].Value).ToList();

        Assert.True(verbs.Count > 20, string.Join(' ', verbs));
        Assert.Equal(["service", "farm"], verbs.Where(verb => ManualPage.Of(verb) is null));
    }

    [Theory]
    [InlineData("srve", "There is no verb 'srve'. Did you mean 'serve'?")]
    [InlineData("xyzzyplugh", "There is no verb 'xyzzyplugh'.\n")]
    [InlineData("", "Required command was not provided.")]
    [InlineData("serve --prt 1", "There is no option '--prt' of nws serve. Did you mean '--port'?")]
    [InlineData("serve --port x", "'x' is not a port; a port is a number from 0 to 65535.")]
    [InlineData("serve --durability some", "'some' is no durability; there are: full, relaxed.")]
    [InlineData("backup f", "nws backup needs the argument 'copy', or --server host:port for the copy of a server's file.")]
    [InlineData("serve 8765", "'8765' is one argument too many for nws serve.")]
    [InlineData("fetch ws", "nws fetch needs the argument 'variable'.")]
    [InlineData("fetch ws v --timeout soon", "'soon' is not a number of seconds.")]
    [InlineData("fetch ws v --timeout -1", "'-1' is not a number of seconds.")]
    [InlineData("fetch ws v --timeout 1 --try", "Either --try or --timeout, not both.")]
    [InlineData("find ws v --as yaml", "'yaml' is not a form of values; there are: text, json, python, csharp, javascript, raw.")]
    [InlineData("store ws v x --file f", "The value comes from --file: give no other value, nor --json.")]
    [InlineData("list --server host:port", "'host:port' is not a server address; write host:port, for example localhost:8765.")]
    [InlineData("worker --user u", "Tell what to join: a Sleigh by --sleigh and --user, or a standing farm by --farm.")]
    [InlineData("worker --sleigh s --user u --farm f", "Tell what to join: a Sleigh by --sleigh and --user, or a standing farm by --farm.")]
    [InlineData("farm lst", "There is no verb 'lst' of nws farm. Did you mean 'list'?")]
    [InlineData("farm status", "nws farm status needs the argument 'name'.")]
    [InlineData("farm start a/b", "'a/b' cannot be the name of a farm: a name is made of letters, digits, '_', '.' and '-'.")]
    [InlineData("kernel cobol", "There is no language 'cobol'.")]
    [InlineData("kernel python", "The kernel of python is not part of this program.")]
    [InlineData("run", "nws run needs the argument 'file'.")]
    [InlineData("run --wz x y", "There is no option '--wz' of nws run. Did you mean '--ws'?")]
    public async Task CommandLine_Wrong_IsExplainedAndExitsWith2(string commandLine, string complaint)
    {
        var result = await _nws.RunAsync(commandLine.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Contains($"nws: {complaint}", result.Errors, StringComparison.Ordinal);
    }
}
