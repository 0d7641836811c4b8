using System.Text.Json;
using System.Text.RegularExpressions;
using Nws.Hosts.Cli;

namespace Nws.Hosts.Tests.Cli;

/// <summary>The configuration file in JSON.</summary>
public sealed class JsonConfigTests : IDisposable
{
    private readonly NwsCommandLine _nws = new();

    public void Dispose() => _nws.Dispose();

    [Fact]
    public async Task Json_SaysTheSameAsToml()
    {
        _nws.Write("a.toml", "max-memory = \"2GiB\"\ndurability = \"relaxed\"\ngrace = 2.5\ninsecure = true\nlarge-value = 4096\ndata = \"kept/nws.db\"\ntokens = \"t.toml\"\n");
        _nws.Write("a.json", """{"max-memory": "2GiB", "durability": "relaxed", "grace": 2.5, "insecure": true, "large-value": 4096, "data": "kept/nws.db", "tokens": "t.toml"}""");
        _nws.Write("t.toml", "");

        var toml = await ReadAsync("a.toml");
        var json = await ReadAsync("a.json");

        Assert.Equal(ServerArguments.All.Count, json.Count);
        Assert.Equal(toml, json);
        Assert.Equal(("2147483648", "2.5", "True"), (json["max-memory"], json["grace"], json["insecure"]));
    }

    [Theory]
    [InlineData("nws.json")]
    [InlineData("nws/nws.json")]
    public async Task Json_IsFoundWhereTomlIs_AndNamedAsTheOrigin(string file)
    {
        Directory.CreateDirectory(Path.Combine(_nws.Folder, "nws"));
        _nws.Write(file, "{\n  \"grace\": 5,\n  \"port\": 9001\n}\n");

        var result = await _nws.RunAsync("config");

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Matches($@"(?m)^port +9001 +{Regex.Escape(Path.Combine(_nws.Folder, file))}:3$", result.Output);
    }

    [Fact]
    public async Task Config_ShowsTheTokensOfTheFile_ButNotTheirSecrets()
    {
        _nws.Write("nws.json", """{"tokens": [{"name": "boss", "secret": "hidden", "right": "admin"}, {"name": "shop", "secret": "hidden too", "right": "read", "workspaces": ["a*", "b"]}]}""");

        var text = await _nws.RunAsync("config");
        var json = await _nws.RunAsync("config", "--json");

        Assert.Matches($@"(?m)^tokens +boss \(admin: \*\), shop \(read: a\* b\) +{Regex.Escape(Path.Combine(_nws.Folder, "nws.json"))}$", text.Output);
        using var parsed = JsonDocument.Parse(json.Output);
        Assert.Equal("b", parsed.RootElement.GetProperty("tokens").GetProperty("value")[1].GetProperty("workspaces")[1].GetString());
        Assert.DoesNotContain("hidden", text.Output + json.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BothFiles_InOneFolder_AreAnError_UnlessOneIsNamed()
    {
        _nws.Write("nws.toml", "port = 9001\n");
        _nws.Write("nws.json", """{"port": 9002}""");

        var both = await _nws.RunAsync("config");
        var named = await _nws.RunAsync("config", "--config", "nws.json");

        Assert.Equal((2, ""), (both.ExitCode, both.Output));
        Assert.Contains($"{Path.Combine(_nws.Folder, "nws.toml")} and {Path.Combine(_nws.Folder, "nws.json")}: keep one of them", both.Errors, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^port +9002 ", named.Output);
    }

    [Theory]
    [InlineData("{\n  \"prt\": 1\n}", "2:3: there is no option 'prt'. Did you mean 'port'?")]
    [InlineData("{ \"port\": \"x\" }", "1:3: port: 'x' is not a port; a port is a number from 0 to 65535.")]
    [InlineData("{ \"port\": null }", "1:3: port: The value is a number.")]
    [InlineData("{ \"port\": [1] }", "1:3: port: The value is a number.")]
    [InlineData("{ \"host\": 8 }", "1:3: host: The value is text: write it in quotes.")]
    [InlineData("{ \"insecure\": \"yes\" }", "1:3: insecure: The value is true or false, without quotes.")]
    [InlineData("{ \"server\": { \"port\": 1 } }", "1:3: there is no section 'server'; options stand at the beginning of the file, without a section.")]
    [InlineData("{ \"grace\": 5, \"grace\": 6 }", "1:15: 'grace' is said twice.")]
    [InlineData("[]", "1:1: The file is an object of options")]
    [InlineData("", "1:1: ")]
    [InlineData("{\n  \"port\": 1,\n}", "3:1: ")]
    [InlineData("{ \"port\": 1 } x", "1:15: 'x' is invalid")]
    [InlineData("{ \"tokens\": [\"a\"] }", "1:14: tokens is a list of objects")]
    [InlineData("{ \"tokens\": [{ \"name\": \"a\", \"secret\": \"ä\", \"rigth\": \"read\" }] }", "1:44: there is no 'rigth' of a token. Did you mean 'right'?")]
    [InlineData("{ \"tokens\": [{ \"name\": \"a\", \"secret\": \"ä\", \"rigth\": \"read\" }] }", "1:14: the token has no 'right'.")]
    [InlineData("{ \"tokens\": [{ \"name\": \"a\", \"secret\": \"b\", \"right\": \"rad\" }] }", "1:44: 'rad' is no right; there are: read, write, admin.")]
    public async Task Json_Wrong_IsExplainedWithItsPlace(string content, string complaint)
    {
        _nws.Write("nws.json", content);

        var result = await _nws.RunAsync("config");

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Contains($"{Path.Combine(_nws.Folder, "nws.json")}:{complaint}", result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nws.json", "")]
    [InlineData("others.json", "--tokens=others.json")]
    public async Task Serve_WithTokensInJson_LetsEachDoWhatItMay(string file, string option)
    {
        _nws.Write(file, """{"tokens": [{"name": "looker", "secret": "l", "right": "read", "workspaces": ["shop*"]}, {"name": "boss", "secret": "b", "right": "admin"}]}""");
        await using var serve = _nws.Start(["serve", "--port=0", "--web-port=0", .. option.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        string server = Regex.Match(await serve.FirstLineAsync(), @"[\d.]+:\d+").Value;

        var store = await _nws.RunAsync("store", "shop", "colour", "red", "--server", server, "--token", "b");
        var fetch = await _nws.RunAsync("fetch", "shop", "colour", "--server", server, "--token", "l");

        Assert.Equal((0, "", ""), store.All);
        Assert.Equal((1, "", "nws: The token 'looker' may not write in the workspace 'shop': its right is read.\n"), fetch.All);
    }

    private async Task<Dictionary<string, string>> ReadAsync(string file)
    {
        var result = await _nws.RunAsync("config", "--json", "--config", file);
        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        return JsonDocument.Parse(result.Output).RootElement.EnumerateObject().ToDictionary(option => option.Name, option => option.Value.GetProperty("value").ToString());
    }
}
