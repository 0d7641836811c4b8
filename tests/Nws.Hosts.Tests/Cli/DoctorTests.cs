using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Nws.Hosts.Tests.Cli;

public sealed class DoctorTests : IAsyncLifetime
{
    private ServerFixture _server = null!;

    public async ValueTask InitializeAsync() => _server = await ServerFixture.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Doctor_WhereAllIsThere_TellsVersionsAndPaths()
    {
        var result = await _server.RunAsync("doctor");

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Matches(@"(?m)^ok     nws          nws 0\.1\.0, /.*, \.NET 10\.", result.Output);
        Assert.Matches(@"(?m)^ok     Python       Python 3\.\d+\.\d+, /", result.Output);
        Assert.Matches(@"(?m)^ok     JavaScript   v\d+\.\d+\.\d+, /", result.Output);
        Assert.Matches(@"(?m)^ok     server       nws 0\.1\.0 at ", result.Output);
        Assert.Matches(@"(?m)^ok     state        /", result.Output);
    }

    [Fact]
    public async Task Doctor_WhereNeededThingsAreMissing_SaysWhatToDoAndExitsWith1()
    {
        _server.CommandLine.Variables["NWS_PYTHON"] = "/no/such/python";
        _server.CommandLine.Variables["NWS_SERVER"] = "127.0.0.1:1";
        _server.CommandLine.Variables["NWS_DATA"] = "/no/such/folder/nws.db";

        var result = await _server.RunAsync("doctor", "--json");

        Assert.Equal((1, ""), (result.ExitCode, result.Errors));
        var findings = JsonNode.Parse(result.Output)!.AsArray().ToDictionary(finding => (string)finding!["name"]!, finding => finding!);
        Assert.All(["Python", "server", "data"], name => Assert.Equal("bad", (string)findings[name]["verdict"]!));
        Assert.All(["Python", "server", "data"], name => Assert.NotEqual("", (string)findings[name]["remedy"]!));
        Assert.Contains("there is no folder /no/such/folder", (string)findings["data"]["found"]!, StringComparison.Ordinal);
        Assert.Equal("ok", (string)findings["state"]["verdict"]!);
    }

    [Fact]
    public async Task Doctor_WithDataFile_TellsTheRoomOnItsDisk()
    {
        _server.CommandLine.Variables["NWS_DATA"] = Path.Combine(_server.CommandLine.Folder, "nws.db");

        Assert.Matches(@"(?m)^ok     data         /.*nws\.db, made by the server, \d+ MiB free$", (await _server.RunAsync("doctor")).Output);
    }

    [Fact]
    public async Task Doctor_WhereOthersMayWriteIntoTheState_SaysSo()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_server.CommandLine.Folder, "nws"));
        using (var open = Process.Start("chmod", ["o+w", folder.FullName])) await open.WaitForExitAsync(TestContext.Current.CancellationToken);

        var result = await _server.RunAsync("doctor");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains($"chmod go-w '{folder.FullName}'", result.Output, StringComparison.Ordinal);
    }
}
