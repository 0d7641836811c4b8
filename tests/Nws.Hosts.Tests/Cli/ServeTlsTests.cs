using System.Text.RegularExpressions;
using Nws.TestKit;

namespace Nws.Hosts.Tests.Cli;

/// <summary>The command with TLS: <c>nws serve</c>, its clients, and workers.</summary>
public sealed class ServeTlsTests : IAsyncDisposable
{
    private static readonly string[] FreePorts = ["--port", "0", "--web-port", "0"];

    private readonly NwsCommandLine _nws = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _nws.AllGoneAsync();
        _nws.Dispose();
    }

    [Fact]
    public async Task SelfSigned_AddressOfTheFirstLine_IsAllThatClientsAndWorkersNeed()
    {
        await using var serve = _nws.Start(["serve", "--tls-self-signed", .. FreePorts]);
        string address = await AddressAsync(serve);
        _nws.Variables[NwsEndpoint.ServerVariable] = address;

        var store = await _nws.RunAsync("store", "shop", "colour", "red");
        string place = address[7..address.IndexOf('#', StringComparison.Ordinal)];
        var find = await _nws.RunAsync("find", "shop", "colour", "--server", place, "--tls-pin", address[^64..]);
        var each = await _nws.RunAsync("each", "-l", "javascript", "x * x", "--over", "1..5", "-n", "2");
        var plain = await _nws.RunAsync("find", "shop", "colour", "--server", place);

        Assert.Equal((0, "", ""), store.All);
        Assert.Equal((0, "red\n", ""), find.All);
        Assert.Equal((0, "1\n4\n9\n16\n25\n"), (each.ExitCode, each.Output));
        Assert.Equal((3, ""), (plain.ExitCode, plain.Output));
        Assert.Contains("This server speaks TLS", plain.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SelfSigned_StartedAgain_ShowsTheSameCertificateWhichOnlyItsOwnerReads()
    {
        string first = await PinAsync("--tls-self-signed"), again = await PinAsync("--tls-self-signed"), withData = await PinAsync("--tls-self-signed", "--data", "nws.db");
        string own = Path.Combine(_nws.Folder, "nws.db.tls.pem");

        Assert.Equal(first, again);
        Assert.NotEqual(first, withData);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(own));
    }

    [Fact]
    public async Task Certificate_OfFiles_IsShown()
    {
        using var certificate = TestCertificate.Make();
        _nws.Write("cert.pem", certificate.ExportCertificatePem());
        _nws.Write("key.pem", System.Security.Cryptography.X509Certificates.ECDsaCertificateExtensions.GetECDsaPrivateKey(certificate)!.ExportPkcs8PrivateKeyPem());
        await File.WriteAllBytesAsync(Path.Combine(_nws.Folder, "both.pfx"), certificate.Export(System.Security.Cryptography.X509Certificates.X509ContentType.Pfx, "sesame"), Cancellation);
        _nws.Write("nws.toml", "tls-cert = 'both.pfx'\ntls-password = 'sesame'\n");

        string ofPem = await PinAsync("--config=/dev/null", "--tls-cert=cert.pem", "--tls-key=key.pem"), ofPfx = await PinAsync();

        Assert.Equal([TestCertificate.PinOf(certificate), TestCertificate.PinOf(certificate)], [ofPem, ofPfx]);
    }

    [Theory]
    [InlineData("--tls-cert=missing.pem", "The certificate 'missing.pem' cannot be used")]
    [InlineData("--tls-cert=empty.pem", "The certificate 'empty.pem' cannot be used")]
    [InlineData("--tls-key=empty.pem", "goes with a certificate (tls-cert)")]
    [InlineData("--tls-cert=empty.pem --tls-self-signed", "not both")]
    public async Task Certificate_Unusable_IsExplained(string options, string complaint)
    {
        _nws.Write("empty.pem", "");

        var result = await _nws.RunAsync(["serve", .. options.Split(' '), .. FreePorts]);

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Contains(complaint, result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WithTls_StatusFindsTheServer()
    {
        var start = await _nws.RunAsync(["start", "--tls-self-signed", .. FreePorts]);
        string port = Regex.Match(start.Output, @"nwss://127\.0\.0\.1:(\d+)#").Groups[1].Value;
        var status = await _nws.RunAsync("status", "--port", port, "--tls-self-signed");
        var stop = await _nws.RunAsync("stop", "--port", port);

        Assert.Equal([0, 0, 0], [start.ExitCode, status.ExitCode, stop.ExitCode]);
        Assert.Matches($@"^nws 0\.1\.0 at nwss://localhost:{port}#[0-9a-f]{{64}}, web console https://localhost:\d+, process", status.Output);
    }

    private async Task<string> PinAsync(params string[] options)
    {
        await using var serve = _nws.Start(["serve", .. options, .. FreePorts]);
        string address = await AddressAsync(serve);
        await serve.SignalAsync("TERM");
        await serve.EndAsync();
        return address[^64..];
    }

    private static async Task<string> AddressAsync(TestProcess serve) =>
        Regex.Match(await serve.FirstLineAsync(), @"^nws: listening on (nwss://127\.0\.0\.1:\d+#[0-9a-f]{64}), web console https://localhost:\d+$").Groups[1].Value;
}
