using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Nws.Hosts.Cli.Configuration;

/// <summary>The certificate by which a server speaks TLS. Looked at only where one is asked for.</summary>
internal static class ServerCertificate
{
    /// <summary>Loads the certificate that the options name, or makes one; null: none is asked for.</summary>
    /// <exception cref="FormatException">It cannot be used; the message says why.</exception>
    public static X509Certificate2? Load(ServerConfiguration options)
    {
        string? file = options.Get(ServerArguments.TlsCert);
        string? key = options.Get(ServerArguments.TlsKey);
        string? password = options.Get(ServerArguments.TlsPassword);
        bool selfSigned = options.Get(ServerArguments.TlsSelfSigned);
        if (file is not null && selfSigned) throw new FormatException("Either a certificate of a file (tls-cert) or one of the server's own (tls-self-signed), not both.");
        if (file is null && (key ?? password) is not null) throw new FormatException("A private key or its password (tls-key, tls-password) goes with a certificate (tls-cert).");
        if (!selfSigned) return file is null ? null : Read(file, key, password);
        string own = options.Get(ServerArguments.Data) is { } data ? $"{Path.GetFullPath(data)}.tls.pem" : Path.Combine(ServerState.Folder, "server.tls.pem");
        if (!File.Exists(own)) Make(own);
        return Read(own, null, null);
    }

    private static X509Certificate2 Read(string file, string? key, string? password)
    {
        try
        {
            var certificate = IsPem(file) ? ReadPem(file, key ?? file, password) : X509CertificateLoader.LoadPkcs12FromFile(file, password);
            if (certificate.HasPrivateKey) return certificate;
            throw new FormatException($"The file '{file}' has no private key; name it by tls-key.");
        }
        catch (Exception fault) when (fault is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new FormatException($"The certificate '{file}'{(key is null ? "" : $" with the key '{key}'")} cannot be used: {fault.Message}", fault);
        }
    }

    private static X509Certificate2 ReadPem(string file, string key, string? password)
    {
        var certificate = password is null ? X509Certificate2.CreateFromPemFile(file, key) : X509Certificate2.CreateFromEncryptedPemFile(file, password, key);
        if (!OperatingSystem.IsWindows()) return certificate;
        // There TLS takes only keys that have been through a store.
        using (certificate) return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pfx), null);
    }

    private static bool IsPem(string file) => File.ReadLines(file).Take(100).Any(line => line.StartsWith("-----BEGIN ", StringComparison.Ordinal));

    private static void Make(string file)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN=nws {Environment.MachineName}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        if (Uri.CheckHostName(Environment.MachineName) == UriHostNameType.Dns) names.AddDnsName(Environment.MachineName);
        names.AddIpAddress(System.Net.IPAddress.Loopback);
        names.AddIpAddress(System.Net.IPAddress.IPv6Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, false, 0, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        var now = DateTimeOffset.UtcNow;
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(10));
        Save(file, $"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n");
    }

    // Written whole or not at all, and by one only: another server that is started now takes what is there first.
    private static void Save(string file, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        string draft = $"{file}.{Guid.NewGuid():n}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var writer = new StreamWriter(draft, options)) writer.Write(content);
        try
        {
            File.Move(draft, file, overwrite: false);
        }
        catch (IOException) when (File.Exists(file))
        {
            File.Delete(draft);
        }
    }
}
