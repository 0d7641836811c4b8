using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Nws.Hosts.Languages;

/// <summary>Waits on a port of this machine for the one kernel that knows the token, and holds its life line if it asks for one.</summary>
/// <remarks>
/// A life line is a second connection that carries nothing: its end tells the kernel that the host has gone, even if the kernel hears
/// nothing on the channel because it is busy. Whoever else connects is turned away, and holds up nobody.
/// </remarks>
internal sealed class KernelListener : IDisposable
{
    private const int TokenBytes = 32;
    private const int LongestGreeting = 64 * 1024;

    private readonly TcpListener _listener = new(IPAddress.Loopback, port: 0);
    private readonly CancellationTokenSource _over = new();
    private readonly TaskCompletionSource<NetworkStream> _kernel = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal KernelListener()
    {
        _listener.Start();
        _ = AcceptAllAsync();
    }

    /// <summary>Where the kernel is to connect, <c>127.0.0.1:port</c>.</summary>
    internal string Address => _listener.LocalEndpoint.ToString()!;

    /// <summary>What the kernel is to say, once.</summary>
    internal string Token { get; } = Convert.ToHexString(RandomNumberGenerator.GetBytes(TokenBytes));

    /// <summary>Waits for the kernel.</summary>
    internal Task<NetworkStream> AcceptAsync(CancellationToken cancellation) => _kernel.Task.WaitAsync(cancellation);

    /// <summary>Listens no more, and lets go of the life line: what is left of the kernel ends.</summary>
    public void Dispose()
    {
        _kernel.TrySetCanceled();
        _over.Cancel();
        _listener.Dispose();
    }

    private async Task AcceptAllAsync()
    {
        try
        {
            while (true)
                _ = GreetAsync(await _listener.AcceptTcpClientAsync(_over.Token).ConfigureAwait(false));
        }
        catch (Exception end) when (end is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // Nobody is expected any more.
        }
    }

    private async Task GreetAsync(TcpClient client)
    {
        client.NoDelay = true;
        NetworkStream stream = client.GetStream();
        try
        {
            byte[]? frame = await KernelFrame.ReadAsync(stream, LongestGreeting, _over.Token).ConfigureAwait(false);
            string? purpose = frame is null ? null : PurposeOf(KernelMessage.Decode(frame));
            if (purpose == "ready" && _kernel.TrySetResult(stream))
                return;
            if (purpose == "lifeline")
                await HoldAsync(stream).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is IOException or InvalidDataException or NwsValueException or OperationCanceledException)
        {
            // Not our kernel, or too late, or its end: what it wanted does not matter.
        }
        client.Dispose();
    }

    private async Task HoldAsync(NetworkStream stream)
    {
        await stream.WriteAsync(KernelFrame.Encode(new KernelMessage.Notification("held", [])), _over.Token).ConfigureAwait(false);
        await stream.ReadAsync(new byte[1], _over.Token).ConfigureAwait(false);
    }

    /// <returns>What a process that knows the token has come for; null for a stranger.</returns>
    private string? PurposeOf(KernelMessage message) =>
        message is KernelMessage.Notification { Parameters: [{ Kind: NwsValueKind.Text } token, ..] } greeting
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token.To<string>()), Encoding.UTF8.GetBytes(Token))
            ? greeting.Method
            : null;
}
