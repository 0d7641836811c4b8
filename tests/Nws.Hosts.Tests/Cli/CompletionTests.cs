using System.Diagnostics;
using Nws.TestKit;

namespace Nws.Hosts.Tests.Cli;

/// <summary>The completion of shells, in real ones.</summary>
public sealed class CompletionTests : IAsyncLifetime
{
    private static readonly string Bin = AppContext.BaseDirectory;
    private ServerFixture _server = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await ServerFixture.StartAsync();
        await _server.Workspace.StoreAsync("colour", 1, Cancellation);
        await _server.Workspace.StoreAsync("two words", 1, Cancellation);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("nws ", "run repl eval test")]
    [InlineData("nws fe", "fetch")]
    [InlineData("nws farm st", "start status stop")]
    [InlineData("nws fetch sh", "shop")]
    [InlineData("nws fetch shop co", "colour")]
    [InlineData("nws fetch --try shop ", "colour two\\ words")]
    [InlineData("nws fetch shop colour --ti", "--timeout")]
    [InlineData("nws fetch shop colour --as js", "json")]
    [InlineData("nws fetch shop colour --as p", "python")]
    [InlineData("nws declare shop colour s", "single")]
    [InlineData("nws completion z", "zsh")]
    [InlineData("nws list no", "")]
    public async Task Bash_OffersWhatMayStandThere(string line, string expected)
    {
        string script = """
            source <(nws completion bash)
            read -ra COMP_WORDS <<< "$LINE"
            [[ $LINE == *" " ]] && COMP_WORDS+=("")
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            _nws
            printf '%s\n' "${COMPREPLY[*]}"
            """;

        var result = await ShellAsync("bash", script, line);

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.StartsWith(expected, result.Output, StringComparison.Ordinal);
        if (line != "nws ") Assert.Equal(expected + "\n", result.Output.Replace("--as ", "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Bash_HasTheFunctionForTheCommand()
    {
        var result = await ShellAsync("bash", "source <(nws completion bash); complete -p nws", "");

        Assert.Equal((0, "complete -o bashdefault -o default -F _nws nws\n", ""), result.All);
    }

    [Fact]
    public async Task NoServer_OffersVerbsAndNoNames()
    {
        _server.CommandLine.Variables[NwsEndpoint.ServerVariable] = "127.0.0.1:1";

        Assert.Equal((0, "fetch\n", ""), (await _server.RunAsync("complete", "--", "fet")).All);
        Assert.Equal((0, "", ""), (await _server.RunAsync("complete", "--", "fetch", "")).All);
    }

    [Fact]
    public async Task Zsh_OffersWhatMayStandThere()
    {
        // The functions of zsh's line editor are there only when a line is edited: these stand in for them, and show what would be offered.
        string script = """
            compdef() { :; }
            compadd() { print -rl -- "${(@P)2}"; }
            _files() { print files; }
            source <(nws completion zsh)
            words=(${(z)LINE}) CURRENT=${#words}
            _nws
            words=(nws fetch shop '') CURRENT=4
            _nws
            words=(nws list no) CURRENT=3
            _nws
            """;

        var result = await ShellAsync("zsh", script, "nws farm st");

        Assert.Equal((0, "start\nstatus\nstop\ncolour\ntwo words\nfiles\n", ""), result.All);
    }

    private async Task<ProcessResult> ShellAsync(string shell, string script, string line)
    {
        var start = new ProcessStartInfo(shell, [.. shell == "zsh" ? new[] { "-f" } : ["--norc"], "-c", script]);
        start.Environment["PATH"] = $"{Bin}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["LINE"] = line;
        start.Environment[NwsEndpoint.ServerVariable] = _server.Client.Endpoint.ToString();
        await using var process = TestProcess.Start(start);
        return await process.EndAsync();
    }
}
