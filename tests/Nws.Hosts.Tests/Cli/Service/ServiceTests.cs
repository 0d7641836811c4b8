using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text;
using Nws.TestKit;

namespace Nws.Hosts.Tests.Cli.Service;

/// <summary>Services of systemd: the unit, and what is said to systemctl, which is a script here.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ServiceTests : IDisposable
{
    private const string SystemctlScript = """
        #!/bin/sh
        echo "$*" >> "$NWS_TEST_CALLS"
        case "$*" in *is-active*) echo "$NWS_TEST_STATE"; [ "$NWS_TEST_STATE" = active ];; *) exit "${NWS_TEST_CODE:-0}";; esac
        """;

    private readonly NwsCommandLine _nws = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Calls => Path.Combine(_nws.Folder, "calls");

    private string UnitFile => Path.Combine(_nws.Folder, "config", "systemd", "user", "nws.service");

    public ServiceTests()
    {
        string tools = Directory.CreateDirectory(Path.Combine(_nws.Folder, "tools")).FullName;
        File.WriteAllText(Path.Combine(tools, "systemctl"), SystemctlScript);
        File.SetUnixFileMode(Path.Combine(tools, "systemctl"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        _nws.Variables["PATH"] = $"{tools}:{Environment.GetEnvironmentVariable("PATH")}";
        _nws.Variables["XDG_CONFIG_HOME"] = Path.Combine(_nws.Folder, "config");
        (_nws.Variables["NWS_TEST_CALLS"], _nws.Variables["NWS_TEST_STATE"]) = (Calls, "active");
    }

    public void Dispose() => _nws.Dispose();

    [Theory]
    [InlineData("--user")]
    [InlineData("--system")]
    [InlineData("--system", "--run-as", "root", "--data", "/srv/a folder/50%/$x.db", "--log-file", "/srv/logs/nws.log")]
    [InlineData("--system", "--data", "/var/lib/nws/nws.db")]
    public async Task Unit_IsOneThatSystemdUnderstands(params string[] options)
    {
        Assert.True(File.Exists("/usr/bin/systemd-analyze"), "This test needs systemd-analyze (Debian: apt-get install systemd).");
        var unit = await _nws.RunAsync(["service", "install", "--print", .. options]);
        Assert.Equal((0, ""), (unit.ExitCode, unit.Errors));
        string file = Path.Combine(_nws.Folder, "nws-test.service");
        await File.WriteAllTextAsync(file, unit.Output, Cancellation);

        var start = new ProcessStartInfo("systemd-analyze", ["verify", "--man=no", file]);
        await using var verify = TestProcess.Start(start);
        var verdict = await verify.EndAsync();

        Assert.DoesNotContain(file, verdict.Errors, StringComparison.Ordinal);
        Assert.Equal((0, ""), (verdict.ExitCode, string.Join('\n', verdict.Errors.Split('\n').Where(line => line.Contains("nws-test", StringComparison.Ordinal)))));
        Assert.False(File.Exists(Calls));
    }

    [Fact]
    public async Task Unit_WordsWithMeaningForSystemd_AreQuoted()
    {
        var unit = await _nws.RunAsync("service", "install", "--print", "--system", "--run-as", "shop", "--data", "/srv/a folder/50%/$x.db");

        Assert.Contains(" \"--data=/srv/a folder/50%%/$$x.db\" ", unit.Output, StringComparison.Ordinal);
        Assert.Contains("\nUser=shop\n", unit.Output, StringComparison.Ordinal);
        Assert.Contains("\nExecReload=/bin/kill -HUP $MAINPID\n", unit.Output, StringComparison.Ordinal);
        Assert.Contains("\nReadWritePaths=\"/srv/a folder/50%%\"\n", unit.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unit_FilesNamedFromHere_AreMeantFromHere()
    {
        _nws.Variables["NWS_TLS_KEY"] = "key.pem";

        var unit = await _nws.RunAsync("service", "install", "--print", "--tls-cert", "cert.pem", "--data", "here.db");

        foreach (string word in (string[])["--tls-cert=", "--tls-key=", "--data="]) Assert.Contains($" {word}/", unit.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Install_WritesTheUnit_KeepsTheTokenToItself_AndStarts()
    {
        var result = await _nws.RunAsync("service", "install", "--port", "9200", "--token", "ses\"ame", "--tls-password", "open");

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        string unit = await File.ReadAllTextAsync(UnitFile, Cancellation), secret = Path.Combine(_nws.Folder, "config", "nws", "nws.environment");
        Assert.Contains("serve --port=9200 ", unit, StringComparison.Ordinal);
        Assert.DoesNotContain("ame", unit[unit.IndexOf("ExecStart", StringComparison.Ordinal)..], StringComparison.Ordinal);
        Assert.Equal("NWS_TOKEN=\"ses\\\"ame\"\nNWS_TLS_PASSWORD=\"open\"\n", await File.ReadAllTextAsync(secret, Cancellation));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(secret));
        Assert.Equal(["--user daemon-reload", "--user enable nws.service", "--user restart nws.service"], await File.ReadAllLinesAsync(Calls, Cancellation));
    }

    [Theory]
    [InlineData("active", 0)]
    [InlineData("failed", 3)]
    public async Task Status_TellsWhatSystemdSays(string state, int code)
    {
        await _nws.RunAsync("service", "install");
        _nws.Variables["NWS_TEST_STATE"] = state;

        var result = await _nws.RunAsync("service", "status");

        Assert.Equal((code, $"nws: nws.service is {state}, unit {UnitFile}\n", ""), result.All);
    }

    [Fact]
    public async Task Uninstall_StopsIt_AndTakesItsFilesAway()
    {
        await _nws.RunAsync("service", "install");
        File.Delete(Calls);

        var result = await _nws.RunAsync("service", "uninstall");
        var status = await _nws.RunAsync("service", "status");

        Assert.Equal((0, "nws: nws.service is stopped and gone\n", ""), result.All);
        Assert.Equal(["--user disable --now nws.service", "--user daemon-reload"], await File.ReadAllLinesAsync(Calls, Cancellation));
        Assert.False(File.Exists(UnitFile));
        Assert.Equal(4, status.ExitCode);
    }

    [Fact]
    public async Task Install_SystemctlFails_SaysWhatItSaid()
    {
        _nws.Variables["NWS_TEST_CODE"] = "1";

        var result = await _nws.RunAsync("service", "install");

        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Contains("systemctl --user daemon-reload failed", result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--run-as says whose", "--system", "--data", "/srv/nws.db")]
    [InlineData("exclude each other", "--system", "--user")]
    [InlineData("no name of a service", "--name", "a/b")]
    [InlineData("give a token", "--host", "0.0.0.0")]
    public async Task Install_OptionsThatCannotBe_AreRefused(string complaint, params string[] options)
    {
        var result = await _nws.RunAsync(["service", "install", "--print", .. options]);

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Contains(complaint.Replace("--run-as says whose", "say by --run-as whose they are", StringComparison.Ordinal), result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_StartedBySystemd_TellsThatItListens_AndThatItStops()
    {
        string path = Path.Combine(_nws.Folder, "notice");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        _nws.Variables["NOTIFY_SOCKET"] = path;
        await using var serve = _nws.Start("serve", "--port", "0", "--web-port", "0");
        byte[] notice = new byte[100];

        Assert.Equal("READY=1", Encoding.UTF8.GetString(notice, 0, await socket.ReceiveAsync(notice, Cancellation).AsTask().Soon()));
        await serve.SignalAsync("TERM");
        Assert.Equal("STOPPING=1", Encoding.UTF8.GetString(notice, 0, await socket.ReceiveAsync(notice, Cancellation).AsTask().Soon()));
        Assert.Equal(0, (await serve.EndAsync()).ExitCode);
    }
}
