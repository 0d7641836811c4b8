using System.Text.RegularExpressions;

namespace Nws.Hosts.Tests.Cli;

/// <summary>Tokens with rights, from files to refusals.</summary>
public sealed class TokenTests : IDisposable
{
    private const string Sections = """
        [[tokens]]
        name = "looker"
        secret = "l"
        right = "read"
        workspaces = ["shop*"]

        [[tokens]]
        name = "boss"
        secret = "b"
        right = "admin"
        """;

    private readonly NwsCommandLine _nws = new();

    public void Dispose() => _nws.Dispose();

    [Theory]
    [InlineData("nws.toml", "")]
    [InlineData("others.toml", "--tokens=others.toml")]
    public async Task Serve_WithTokensOfAFile_LetsEachDoWhatItMay(string file, string option)
    {
        _nws.Write(file, Sections);
        await using var serve = _nws.Start(["serve", "--port=0", "--web-port=0", .. option.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        string server = Regex.Match(await serve.FirstLineAsync(), @"[\d.]+:\d+").Value;

        var store = await _nws.RunAsync("store", "shop", "colour", "red", "--server", server, "--token", "b");
        var find = await _nws.RunAsync("find", "shop", "colour", "--server", server, "--token", "l");
        var fetch = await _nws.RunAsync("fetch", "shop", "colour", "--server", server, "--token", "l");
        var other = await _nws.RunAsync("find", "vault", "gold", "--server", server, "--token", "l");
        var nobody = await _nws.RunAsync("find", "shop", "colour", "--server", server);

        Assert.Equal((0, "", ""), store.All);
        Assert.Equal((0, "red\n", ""), find.All);
        Assert.Equal((1, "", "nws: The token 'looker' may not write in the workspace 'shop': its right is read.\n"), fetch.All);
        Assert.Equal((1, "", "nws: The token 'looker' is not for the workspace 'vault', but for shop*.\n"), other.All);
        Assert.Equal((3, ""), (nobody.ExitCode, nobody.Output));
    }

    [Theory]
    [InlineData("name = 'a'\nsecret = 'b'\nright = 'rad'", 4, "'rad' is no right; there are: read, write, admin.")]
    [InlineData("name = 'a'\nsecret = 'b'\nrigth = 'read'", 4, "there is no 'rigth' of a token. Did you mean 'right'?")]
    [InlineData("name = 'a'\nright = 'read'", 1, "the token has no 'secret'.")]
    [InlineData("name = 'a'\nsecret = 'b'\nright = 'read'\nworkspaces = 'shop'", 5, "workspaces is a list of names")]
    public async Task Section_Wrong_IsExplainedWithItsLine(string section, int line, string complaint)
    {
        _nws.Write("nws.toml", $"[[tokens]]\n{section}\n");

        var result = await _nws.RunAsync("serve", "--port=0", "--web-port=0");

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Contains($"nws.toml:{line}:1: {complaint}", result.Errors, StringComparison.Ordinal);
    }
}
