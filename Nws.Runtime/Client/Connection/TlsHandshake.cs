using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Nws.Client;

/// <summary>Begins TLS with a server and finds out whether it is the one that is meant. Loaded only for servers that are spoken to through TLS.</summary>
internal static class TlsHandshake
{
    /// <returns>What to read from and to write to from now on.</returns>
    /// <exception cref="NwsConnectException">The server shows a certificate that is not to be trusted, or speaks no TLS.</exception>
    public static async Task<Stream> PerformAsync(Socket socket, NwsEndpoint endpoint, CancellationToken cancellationToken)
    {
        string? refusal = null;
        var tls = new SslStream(new NetworkStream(socket, ownsSocket: false));
        var terms = new SslClientAuthenticationOptions
        {
            TargetHost = endpoint.Host,
            RemoteCertificateValidationCallback = (_, certificate, _, faults) => (refusal = Refusal(endpoint, certificate, faults)) is null,
        };
        try
        {
            await tls.AuthenticateAsClientAsync(terms, cancellationToken).ConfigureAwait(false);
            return tls;
        }
        catch (Exception fault)
        {
            await tls.DisposeAsync().ConfigureAwait(false);
            if (fault is not AuthenticationException) throw;
            throw new NwsConnectException(
                refusal ?? $"The server at {endpoint} does not answer in TLS ({fault.Message}). If it serves without TLS, leave out nwss://.", fault);
        }
    }

    private static string? Refusal(NwsEndpoint endpoint, X509Certificate? certificate, SslPolicyErrors faults)
    {
        string shown = certificate is null ? "none" : certificate.GetCertHashString(HashAlgorithmName.SHA256).ToLowerInvariant();
        if (endpoint.Pin is { } pin)
        {
            return string.Equals(pin, shown, StringComparison.OrdinalIgnoreCase)
                ? null
                : $"The server at {endpoint} shows another certificate than the pinned one: its fingerprint is {shown}. Somebody may be in between, or the server has a new certificate; its first line of output tells the fingerprint.";
        }
        return faults == SslPolicyErrors.None
            ? null
            : $"This machine does not trust the certificate of the server at {endpoint} ({faults}). If the first line of the server's output tells the fingerprint {shown}, say {endpoint with { Pin = shown }}.";
    }
}
