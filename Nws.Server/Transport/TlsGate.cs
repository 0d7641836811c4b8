using System.IO.Pipelines;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Nws.Server.Transport;

/// <summary>Stands before a port that speaks TLS: who begins without it is told so in words he understands, and sent away.</summary>
internal sealed class TlsGate(ConnectionDelegate next, ReadOnlyMemory<byte> answer, TimeSpan patience)
{
    private const byte Handshake = 0x16;
    private static readonly TimeSpan LastWordsLimit = TimeSpan.FromSeconds(2);

    /// <summary>Lets a port speak TLS.</summary>
    /// <param name="listen">The port.</param>
    /// <param name="certificate">By which certificate; null: it does not.</param>
    /// <param name="patience">How long a client may take to begin.</param>
    /// <param name="answer">What a client hears that begins without TLS.</param>
    public static void Guard(ListenOptions listen, X509Certificate2? certificate, TimeSpan patience, ReadOnlyMemory<byte> answer)
    {
        if (certificate is null) return;
        listen.Use(next => new TlsGate(next, answer, patience).AdmitAsync);
        listen.UseHttps(new HttpsConnectionAdapterOptions { ServerCertificate = certificate, HandshakeTimeout = patience });
    }

    private async Task AdmitAsync(ConnectionContext connection)
    {
        var input = connection.Transport.Input;
        try
        {
            using var limit = new CancellationTokenSource(patience);
            var read = await input.ReadAsync(limit.Token).ConfigureAwait(false);
            bool isEmpty = read.Buffer.IsEmpty, isTls = !isEmpty && read.Buffer.FirstSpan[0] == Handshake;
            input.AdvanceTo(read.Buffer.Start);
            if (isTls) await next(connection).ConfigureAwait(false);
            else if (!isEmpty) await SendAwayAsync(connection.Transport).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is OperationCanceledException or IOException)
        {
            // It said nothing in time, or is gone.
        }
    }

    // Read to its end: the network would drop the answer if bytes from the client were left unread.
    private async Task SendAwayAsync(IDuplexPipe transport)
    {
        using var limit = new CancellationTokenSource(LastWordsLimit);
        await transport.Output.WriteAsync(answer, limit.Token).ConfigureAwait(false);
        await transport.Output.FlushAsync(limit.Token).ConfigureAwait(false);
        await transport.Output.CompleteAsync().ConfigureAwait(false);
        while (await transport.Input.ReadAsync(limit.Token).ConfigureAwait(false) is { IsCompleted: false } read) transport.Input.AdvanceTo(read.Buffer.End);
    }
}
