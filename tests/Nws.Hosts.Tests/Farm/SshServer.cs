using System.Diagnostics;
using Nws.TestKit;

namespace Nws.Hosts.Tests.Farm;

/// <summary>A real OpenSSH server on a loopback port, with keys that live as long as it does, for whoever runs the tests.</summary>
public sealed class SshServer : IAsyncLifetime
{
    private const string Program = "/usr/sbin/sshd";
    private readonly string _folder = Directory.CreateTempSubdirectory("nws-sshd-").FullName;
    private Process? _server;

    public int Port { get; } = FreePort.Next();

    /// <summary>The options of ssh that reach this server and touch nothing of the user's.</summary>
    public string[] ClientOptions =>
    [
        "-F", "none", "-p", $"{Port}", "-i", PathOf("user"), "-o", "IdentitiesOnly=yes", "-o", "StrictHostKeyChecking=no",
        "-o", $"UserKnownHostsFile={PathOf("known_hosts")}", "-o", "LogLevel=ERROR",
    ];

    public async ValueTask InitializeAsync()
    {
        Assert.True(File.Exists(Program), $"These tests need {Program} (Debian: apt-get install openssh-server).");
        foreach (string key in new[] { "host", "user" }) await RunAsync("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", PathOf(key));
        File.Copy(PathOf("user.pub"), PathOf("authorized_keys"));
        await File.WriteAllLinesAsync(PathOf("sshd_config"),
        [
            $"Port {Port}", "ListenAddress 127.0.0.1", $"HostKey {PathOf("host")}", $"AuthorizedKeysFile {PathOf("authorized_keys")}", $"PidFile {PathOf("sshd.pid")}",
            "StrictModes no", "PasswordAuthentication no", "KbdInteractiveAuthentication no", "UsePAM no", "PermitRootLogin prohibit-password", "AllowTcpForwarding yes", "MaxStartups 50",
        ]);
        // Where it keeps apart what a stranger may reach; systems without a running sshd do not have it.
        if (Environment.UserName == "root") Directory.CreateDirectory("/run/sshd");
        _server = Process.Start(new ProcessStartInfo(Program, ["-D", "-e", "-f", PathOf("sshd_config")]) { RedirectStandardError = true })!;
        for (string? line = ""; line is not null && !line.Contains("Server listening", StringComparison.Ordinal);)
            line = await _server.StandardError.ReadLineAsync().Soon();
        Assert.False(_server.HasExited, "sshd did not start.");
        _ = _server.StandardError.ReadToEndAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            _server.Kill(entireProcessTree: true);
            await _server.WaitForExitAsync();
            _server.Dispose();
        }
        Directory.Delete(_folder, recursive: true);
    }

    private string PathOf(string file) => Path.Combine(_folder, file);

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        await process.WaitForExitAsync().Soon();
        Assert.Equal(0, process.ExitCode);
    }
}
