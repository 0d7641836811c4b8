using System.Text.Json;
using System.Text.RegularExpressions;
using Nws.Hosts.Cli;
using Nws.Hosts.Cli.Configuration;
using Nws.TestKit;

namespace Nws.Hosts.Tests.Cli;

/// <summary>Options of the server from the command line, the environment and a file.</summary>
public sealed class ConfigTests : IDisposable
{
    private readonly NwsCommandLine _nws = new();

    public void Dispose() => _nws.Dispose();

    [Fact]
    public async Task Config_OptionSaidInFourPlaces_IsTakenFromTheFirst()
    {
        _nws.Write("nws.toml", "port = 9001\nweb-port = 9_002\nmax-values = 9003\n");
        _nws.Variables["NWS_WEB_PORT"] = "9012";
        _nws.Variables["NWS_MAX_VALUES"] = "9013";

        var result = await _nws.RunAsync("config", "--max-values", "9023");

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Matches($@"(?m)^max-values +9023 +--max-values$", result.Output);
        Assert.Matches($@"(?m)^web-port +9012 +NWS_WEB_PORT$", result.Output);
        Assert.Matches($@"(?m)^port +9001 +{Regex.Escape(Path.Combine(_nws.Folder, "nws.toml"))}:1$", result.Output);
        Assert.Matches($@"(?m)^max-waiters +100000 +default$", result.Output);
    }

    [Fact]
    public async Task Config_OfEverySource_ReadsTheSameText()
    {
        _nws.Write("file.toml", "max-memory = \"2GiB\"\ndurability = \"relaxed\"\ngrace = 2.5\ninsecure = true\nlarge-value = 4096\ndata = \"kept/nws.db\"\n");
        _nws.Variables["NWS_CONFIG"] = "file.toml";
        var file = await ReadAsync();
        _nws.Variables["NWS_CONFIG"] = null;
        _nws.Variables["NWS_DATA"] = Path.Combine(_nws.Folder, "kept/nws.db");
        foreach (var (name, text) in new[] { ("MAX_MEMORY", "2GiB"), ("DURABILITY", "relaxed"), ("GRACE", "2.5"), ("INSECURE", "1"), ("LARGE_VALUE", "4KiB") }) _nws.Variables[$"NWS_{name}"] = text;
        var environment = await ReadAsync();

        Assert.Equal(file, environment);
        Assert.Equal(("2147483648", "relaxed", "2.5", "True", "4096", Path.Combine(_nws.Folder, "kept/nws.db")), (file["max-memory"], file["durability"], file["grace"], file["insecure"], file["large-value"], file["data"]));
    }

    [Theory]
    [InlineData("prt = 1", "there is no option 'prt'. Did you mean 'port'?")]
    [InlineData("port = 'x'", "port: 'x' is not a port; a port is a number from 0 to 65535.")]
    [InlineData("port = true", "port: The value is a number.")]
    [InlineData("host = 8", "host: The value is text: write it in quotes.")]
    [InlineData("insecure = 'yes'", "insecure: The value is true or false, without quotes.")]
    [InlineData("max-memory = '2 lots'", "max-memory: '2 lots' is no number of bytes; write for example 65536, 64KiB or 2GiB.")]
    [InlineData("[server]", "there is no section 'server'; options stand at the beginning of the file, without a section.")]
    public async Task File_Wrong_IsExplainedWithItsLine(string line, string complaint)
    {
        _nws.Write("nws.toml", $"# of the shop\n{line}\n");

        var result = await _nws.RunAsync("serve", "--port", "0", "--web-port", "0");

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Contains($"{Path.Combine(_nws.Folder, "nws.toml")}:2:1: {complaint}", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_NotInToml_IsExplainedWithItsPlace()
    {
        _nws.Write("nws.toml", "# of the shop\nport = \n");

        var result = await _nws.RunAsync("config");

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Matches(@"nws\.toml:2:\d+: Unexpected token", result.Errors);
    }

    [Fact]
    public async Task File_NamedAndMissing_IsSaid()
    {
        var result = await _nws.RunAsync("config", "--config", "missing.toml");

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Contains("The configuration file cannot be read", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Environment_Wrong_NamesTheVariable()
    {
        _nws.Variables["NWS_GRACE"] = "long";

        var result = await _nws.RunAsync("serve");

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.StartsWith("nws: The environment variable NWS_GRACE: 'long' is no time to wait for a client", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Config_Token_IsNeverShown()
    {
        _nws.Write("nws.toml", "token = \"sesame\"\n");

        var text = await _nws.RunAsync("config");
        var json = await _nws.RunAsync("config", "--json");

        Assert.Equal((0, 0), (text.ExitCode, json.ExitCode));
        Assert.DoesNotContain("sesame", text.Output + json.Output, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^token +\(not shown\)", text.Output);
    }

    [Fact]
    public async Task Start_WithFileAndOptions_RunsTheServerByThem()
    {
        string port = FreePort();
        Directory.CreateDirectory(Path.Combine(_nws.Folder, "nws"));
        _nws.Write("nws/nws.toml", $"port = {port}\nweb-port = 0\ntoken = \"sesame\"\n");

        var start = await _nws.RunAsync("start", "--max-fetch-count", "7");
        var status = await _nws.RunAsync("status");
        await using (var client = await NwsServer.ConnectAsync(new NwsConnectionOptions { Endpoint = NwsEndpoint.Parse($"localhost:{port}"), Token = "sesame" }, TestContext.Current.CancellationToken))
        {
            var workspace = await client.UseWsAsync("shop", cancellationToken: TestContext.Current.CancellationToken);
            await workspace.FetchManyAsync<int>("none", 7, TimeSpan.Zero, TestContext.Current.CancellationToken);
            await Assert.ThrowsAsync<NwsOperationException>(() => workspace.FetchManyAsync<int>("none", 8, TimeSpan.Zero, TestContext.Current.CancellationToken));
        }
        var stop = await _nws.RunAsync("stop");
        await _nws.AllGoneAsync();

        Assert.Equal((0, 0, 0), (start.ExitCode, status.ExitCode, stop.ExitCode));
    }

    [Fact]
    public void Page_TableOfOptions_IsThatOfTheProgram()
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "configuration.md"));

        Assert.Equal(ServerArguments.All.Select(Row), Regex.Matches(page, @"(?m)^\| `.*\|$").Select(row => row.Value));
    }

    private static string Row(ServerSetting setting)
    {
        string fallback = setting is { DefaultValue: { } value, IsFlag: false } ? $"`{ServerSetting.Show(value)}`" : "";
        string unit = setting.IsFlag ? "true or false" : setting.Unit.Replace("|", " or ", StringComparison.Ordinal);
        return $"| `{setting.Name}` | `{setting.Variable}` | {unit} | {fallback} | {setting.Description} |";
    }

    private async Task<Dictionary<string, string>> ReadAsync()
    {
        var result = await _nws.RunAsync("config", "--json");
        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        return JsonDocument.Parse(result.Output).RootElement.EnumerateObject().ToDictionary(option => option.Name, option => option.Value.GetProperty("value").ToString());
    }

    private static string FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return $"{((System.Net.IPEndPoint)listener.LocalEndpoint).Port}";
    }
}
