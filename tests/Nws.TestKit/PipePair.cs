using System.IO.Pipelines;

namespace Nws.TestKit;

/// <summary>Two pipes back to back: what one end writes the other reads, in memory and with back-pressure.</summary>
internal sealed class PipePair
{
    /// <param name="capacity">How many unread bytes a direction takes before its writer has to wait.</param>
    public PipePair(int capacity = 1 << 16)
    {
        var options = new PipeOptions(
            pauseWriterThreshold: capacity, resumeWriterThreshold: capacity / 2, useSynchronizationContext: false);
        Pipe toServer = new(options), toClient = new(options);
        Server = new End(toServer.Reader, toClient.Writer);
        Client = new End(toClient.Reader, toServer.Writer);
    }

    public IDuplexPipe Server { get; }

    public IDuplexPipe Client { get; }

    private sealed record End(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
