using System.Buffers;
using Nws.Client;
using Nws.Values;
using Nws.Wire;

namespace Nws;

/// <summary>
/// Values from and to streams (user guide: <c>storeFile</c>, <c>fetchFile</c>, ...). What is stored is a value of kind bytes; what is written out must be bytes or text, any other
/// value goes back to its place with an error.
/// </summary>
public static class FileTransfer
{
    /// <summary>Stores what a stream holds as one value of kind bytes. A stream that knows its length is sent piece by piece; another one is read first.</summary>
    /// <param name="workspace">Where to store.</param>
    /// <param name="variable">Name of the variable.</param>
    /// <param name="stream">Read from its current position on.</param>
    /// <param name="maxBytes">At most so many bytes; 0 = all there are.</param>
    /// <param name="cancellationToken">Gives up before the first byte is sent.</param>
    /// <returns>The number of bytes stored; 0 if the stream was at its end, and then nothing is stored.</returns>
    public static async Task<long> StoreFileAsync(
        this NetWorkSpace workspace, string variable, Stream stream, long maxBytes = 0, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(variable);
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentOutOfRangeException.ThrowIfNegative(maxBytes);
        long limit = maxBytes == 0 ? long.MaxValue : maxBytes;
        if (!stream.CanSeek) return await StoreUnmeasuredAsync(workspace, variable, stream, limit, cancellationToken).ConfigureAwait(false);

        long length = Math.Min(limit, stream.Length - stream.Position);
        if (length <= 0) return 0;
        long encoded = EncodedLength(length);
        if (encoded > workspace.Server.MaxValueBytes) throw workspace.TooLarge(variable, encoded);
        await workspace.Server.Connection.CallWithStreamAsync(
            Methods.Store, id => Head(id, workspace.Name, variable, (int)length), stream, length, cancellationToken).ConfigureAwait(false);
        return length;
    }

    /// <summary>Fetches a value, waiting until there is one, and writes it to a stream.</summary>
    /// <returns>The number of bytes written.</returns>
    /// <exception cref="NwsTimeoutException">No value came in time.</exception>
    public static Task<long> FetchFileAsync(
        this NetWorkSpace workspace, string variable, Stream stream, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        WaitAsync(workspace, Methods.Fetch, variable, stream, timeout, cancellationToken);

    /// <summary>Finds a value, waiting until there is one, and writes it to a stream.</summary>
    /// <returns>The number of bytes written.</returns>
    /// <exception cref="NwsTimeoutException">No value came in time.</exception>
    public static Task<long> FindFileAsync(
        this NetWorkSpace workspace, string variable, Stream stream, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        WaitAsync(workspace, Methods.Find, variable, stream, timeout, cancellationToken);

    /// <summary>Fetches a value if there is one now and writes it to a stream.</summary>
    /// <returns>The number of bytes written, or null if there was no value.</returns>
    public static Task<long?> FetchTryFileAsync(this NetWorkSpace workspace, string variable, Stream stream, CancellationToken cancellationToken = default) =>
        TryAsync(workspace, Methods.Fetch, variable, stream, TimeSpan.Zero, cancellationToken);

    /// <summary>Finds a value if there is one now and writes it to a stream.</summary>
    /// <returns>The number of bytes written, or null if there was no value.</returns>
    public static Task<long?> FindTryFileAsync(this NetWorkSpace workspace, string variable, Stream stream, CancellationToken cancellationToken = default) =>
        TryAsync(workspace, Methods.Find, variable, stream, TimeSpan.Zero, cancellationToken);

    internal static async Task<long> WriteAsync(NetWorkSpace workspace, Delivery delivery, Stream stream, CancellationToken cancellationToken)
    {
        try
        {
            var content = Content(delivery);
            await stream.WriteAsync(content, cancellationToken).ConfigureAwait(false);
            workspace.Confirm(delivery.Lease);
            return content.Length;
        }
        catch when (delivery.Lease != 0)
        {
            await NwsLease.ReleaseAsync(workspace.Server, [delivery.Lease], unused: false, CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }

    private static async Task<long> WaitAsync(
        NetWorkSpace workspace, string method, string variable, Stream stream, TimeSpan? timeout, CancellationToken cancellationToken) =>
        await TryAsync(workspace, method, variable, stream, timeout, cancellationToken).ConfigureAwait(false)
        ?? throw new NwsTimeoutException($"No value came for '{variable}' in workspace '{workspace.Name}' within {timeout!.Value.TotalSeconds:0.###} s.");

    private static async Task<long?> TryAsync(
        NetWorkSpace workspace, string method, string variable, Stream stream, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(stream);
        var request = workspace.Request(method, variable) with { Timeout = timeout };
        var delivery = await workspace.TakeAsync(request, cancellationToken).ConfigureAwait(false);
        return delivery is null ? null : await WriteAsync(workspace, delivery, stream, cancellationToken).ConfigureAwait(false);
    }

    private static ReadOnlyMemory<byte> Content(Delivery delivery)
    {
        var reader = new MessagePackReader(delivery.Encoded.Span);
        var type = reader.PeekType();
        if (type is not (MessagePackType.Bytes or MessagePackType.Text))
            throw NwsValueException.AtPath("", $"The value of '{delivery.Variable}' is neither bytes nor text, so it cannot be written to a file; it stays where it was.");
        int length = type == MessagePackType.Bytes ? reader.ReadBytes().Length : reader.ReadUtf8().Length;
        return delivery.Encoded[^length..];
    }

    private static async Task<long> StoreUnmeasuredAsync(
        NetWorkSpace workspace, string variable, Stream stream, long limit, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        byte[] piece = ArrayPool<byte>.Shared.Rent(1 << 16);
        for (int count; content.Length < limit; content.Write(piece, 0, count))
        {
            count = await stream.ReadAsync(piece.AsMemory(0, (int)Math.Min(piece.Length, limit - content.Length)), cancellationToken).ConfigureAwait(false);
            if (count == 0) break;
            long encoded = EncodedLength(content.Length + count);
            if (encoded > workspace.Server.MaxValueBytes) throw workspace.TooLarge(variable, encoded);
        }
        ArrayPool<byte>.Shared.Return(piece);
        content.Position = 0;
        return content.Length == 0 ? 0 : await workspace.StoreFileAsync(variable, content, 0, cancellationToken).ConfigureAwait(false);
    }

    private static long EncodedLength(long length) => length + length switch { <= byte.MaxValue => 2, <= ushort.MaxValue => 3, _ => 5 };

    private static ReadOnlyMemory<byte> Head(uint id, string workspace, string variable, int length)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(output);
        writer.WriteArrayHeader(4);
        writer.WriteInteger(0L);
        writer.WriteInteger((ulong)id);
        writer.WriteText(Methods.Store);
        writer.WriteArrayHeader(3);
        writer.WriteText(workspace);
        writer.WriteText(variable);
        writer.WriteBytesHeader(length);
        return output.WrittenMemory;
    }
}
