using System.Text;
using System.Threading.Channels;

namespace Nws.Hosts.Cli;

/// <summary>Stores the lines of a text as values, while they come: what is there goes out together, and nothing waits for more.</summary>
internal static class LineStore
{
    private const int Together = 1_000;
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <param name="workspace">Where.</param>
    /// <param name="variable">In which variable.</param>
    /// <param name="input">The text, in UTF-8.</param>
    /// <param name="read">Makes a value of a line.</param>
    /// <param name="cancellation">Ends it; what was read is stored.</param>
    /// <exception cref="FormatException">A line is no value; those before it are stored. The message names the line.</exception>
    public static async Task StoreAsync(NetWorkSpace workspace, string variable, Stream input, Func<string, NwsValue> read, CancellationToken cancellation)
    {
        var values = Channel.CreateBounded<NwsValue>(Together);
        var reading = Task.Run(() => ReadAsync(input, read, values.Writer, cancellation), CancellationToken.None);
        var batch = new List<NwsValue>();
        while (await values.Reader.WaitToReadAsync(CancellationToken.None))
        {
            while (batch.Count < Together && values.Reader.TryRead(out var value)) batch.Add(value);
            await workspace.StoreAllAsync(variable, batch, cancellationToken: CancellationToken.None);
            batch.Clear();
        }
        await reading;
    }

    private static async Task ReadAsync(Stream input, Func<string, NwsValue> read, ChannelWriter<NwsValue> values, CancellationToken cancellation)
    {
        int line = 0;
        try
        {
            using var reader = new StreamReader(input, StrictUtf8);
            while (await reader.ReadLineAsync(cancellation) is { } text)
            {
                line++;
                await values.WriteAsync(read(text), cancellation);
            }
        }
        catch (Exception fault) when (fault is FormatException or DecoderFallbackException)
        {
            throw new FormatException($"line {line + (fault is DecoderFallbackException ? 1 : 0)}: {(fault is FormatException ? fault.Message : "This is not text in UTF-8.")}");
        }
        finally
        {
            values.TryComplete();
        }
    }
}
