using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Nws.Hosts.Languages;

/// <summary>Waits on a port of this machine for the one kernel that knows the token.</summary>
internal sealed class KernelListener : IDisposable
{
    private const int TokenBytes = 32;
    private const int LongestReady = 64 * 1024;

    private readonly TcpListener _listener = new(IPAddress.Loopback, port: 0);

    internal KernelListener() => _listener.Start();

    /// <summary>Where the kernel is to connect, <c>127.0.0.1:port</c>.</summary>
    internal string Address => _listener.LocalEndpoint.ToString()!;

    /// <summary>What the kernel is to say, once.</summary>
    internal string Token { get; } = Convert.ToHexString(RandomNumberGenerator.GetBytes(TokenBytes));

    /// <summary>Waits for the kernel. Whoever else connects is turned away, and holds up nobody.</summary>
    internal async Task<NetworkStream> AcceptAsync(CancellationToken cancellation)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        List<Task<NetworkStream?>> strangers = [];
        try
        {
            Task<TcpClient> next = _listener.AcceptTcpClientAsync(over.Token).AsTask();
            while (true)
            {
                await Task.WhenAny([next, .. strangers]).ConfigureAwait(false);
                if (next.IsCompleted)
                {
                    strangers.Add(AuthenticateAsync(await next.ConfigureAwait(false), over.Token));
                    next = _listener.AcceptTcpClientAsync(over.Token).AsTask();
                }
                foreach (Task<NetworkStream?> known in strangers.FindAll(stranger => stranger.IsCompleted))
                {
                    strangers.Remove(known);
                    if (await known.ConfigureAwait(false) is { } kernel)
                        return kernel;
                }
            }
        }
        finally
        {
            await over.CancelAsync().ConfigureAwait(false);
        }
    }

    public void Dispose() => _listener.Dispose();

    private async Task<NetworkStream?> AuthenticateAsync(TcpClient client, CancellationToken cancellation)
    {
        client.NoDelay = true;
        NetworkStream stream = client.GetStream();
        try
        {
            byte[]? frame = await KernelFrame.ReadAsync(stream, LongestReady, cancellation).ConfigureAwait(false);
            if (frame is not null && IsReady(KernelMessage.Decode(frame)))
                return stream;
        }
        catch (Exception fault) when (fault is IOException or InvalidDataException or NwsValueException or OperationCanceledException)
        {
            // Not our kernel, or too late: what it wanted does not matter.
        }
        client.Dispose();
        return null;
    }

    private bool IsReady(KernelMessage message) =>
        message is KernelMessage.Notification { Method: "ready", Parameters: [{ Kind: NwsValueKind.Text } token, ..] }
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token.To<string>()), Encoding.UTF8.GetBytes(Token));
}
