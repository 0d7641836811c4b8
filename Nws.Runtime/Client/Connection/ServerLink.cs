using System.Net.Sockets;
using Nws.Values;
using Nws.Wire;

namespace Nws.Client;

/// <summary>One socket to the server: it says hello, and one loop reads it and gives every message to the connection. A connection may have several, one after the other.</summary>
internal sealed class ServerLink(ServerSocket socket, ServerLink.Receiver receive, Action<ServerLink, NwsConnectionDroppedException> ended) : IDisposable
{
    /// <summary>The id of the request <c>hello</c>; all others have higher ones.</summary>
    public const uint HelloId = 0;

    private readonly TaskCompletionSource<Response> _hello = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public delegate void Receiver(ServerLink link, ReadOnlySpan<byte> frame);

    public ServerSocket Socket => socket;

    /// <summary>Ends when nothing more is read.</summary>
    public Task Reading { get; private set; } = Task.CompletedTask;

    /// <summary>Whether its end has been told. Kept by the connection.</summary>
    public bool HasEnded { get; set; }

    /// <summary>Why the server said it closes the connection: code and reason; null if it did not say.</summary>
    public ServerError? Bye { get; private set; }

    /// <summary>Begins to read and introduces this program.</summary>
    /// <exception cref="NwsException">The server refuses it, or the connection is lost.</exception>
    public async Task<ServerGreeting> GreetAsync(NwsConnectionOptions options, ResumeRequest? resume)
    {
        Reading = ReadLoopAsync();
        try
        {
            var hello = ServerGreeting.WriteHello(HelloId, options, resume);
            await socket.SendAsync(hello).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is SocketException or IOException or ObjectDisposedException)
        {
            // The read loop notices it, too, and may have heard why.
        }
        var response = await _hello.Task.ConfigureAwait(false);
        return response.Error is null ? ServerGreeting.Read(response) : throw response.Error.ToException();
    }

    /// <summary>The response to hello has come.</summary>
    public void Greeted(Response response) => _hello.TrySetResult(response);

    /// <summary>The server has said that it ends the connection.</summary>
    public void TakeLeave(ServerError bye) => Bye = bye;

    /// <summary>Sends nothing more; the server sees the end behind all that was sent.</summary>
    public void EndSending() => socket.EndSending();

    public void Dispose() => socket.Dispose();

    /// <summary>Ends at the end of the connection, or when the server has said that it ends it.</summary>
    private async Task ReadLoopAsync()
    {
        var reason = new NwsConnectionDroppedException("The server closed the connection.");
        var received = new ReceivedBytes();
        try
        {
            var scanner = new FrameScanner(WireLimits.MessageDepth);
            int count;
            do
            {
                count = await socket.ReceiveAsync(received.MakeRoom()).ConfigureAwait(false);
                received.Add(count);
                HandOut(received, scanner);
            }
            while (count > 0 && Bye is null);
        }
        catch (NwsValueException fault)
        {
            reason = new NwsConnectionDroppedException($"What came from there is not the Nws protocol: {fault.Message}", fault);
        }
        catch (Exception fault)
        {
            // Whatever it is, whoever waits for a response must hear of it.
            reason = new NwsConnectionDroppedException($"The connection to the server was lost: {fault.Message}", fault);
        }
        received.Release();
        socket.Dispose();
        if (Bye is { } bye) reason = new NwsConnectionDroppedException($"The server closed the connection ({bye.Code}): {bye.Message}");
        _hello.TrySetException(reason);
        ended(this, reason);
    }

    private void HandOut(ReceivedBytes received, FrameScanner scanner)
    {
        while (received.Unread is { Length: > 0 } unread && scanner.TryFindEnd(unread, out long length))
        {
            receive(this, received.First(length));
            received.Remove(length);
        }
    }
}
