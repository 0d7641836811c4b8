using Nws.Values;
using Nws.Wire;

namespace Nws.Client;

/// <summary>The data file of a server from afar: a copy of it, piece by piece, and what a check of it found.</summary>
internal sealed class DataTransfer(ClientConnection connection)
{
    private const int PieceBytes = 1 << 18;

    public async Task CopyAsync(Stream destination, CancellationToken cancellationToken)
    {
        var begun = await CallAsync(Methods.Backup, [], cancellationToken).ConfigureAwait(false);
        long copy = begun["copy"].To<long>(), length = begun["bytes"].To<long>();
        try
        {
            for (long offset = 0; offset < length;)
            {
                byte[] piece = (await CallAsync(Methods.BackupRead, [copy, offset, PieceBytes], cancellationToken).ConfigureAwait(false)).To<byte[]>();
                if (piece.Length == 0) throw new NwsServerException($"The copy ended at byte {offset} of {length}.");
                await destination.WriteAsync(piece, cancellationToken).ConfigureAwait(false);
                offset += piece.Length;
            }
        }
        finally
        {
            // If the connection is lost the server ends the copy by itself.
            if (!connection.Closed.IsCompleted) await CallAsync(Methods.BackupEnd, [copy], CancellationToken.None).ConfigureAwait(false);
        }
    }

    public async Task<NwsDataReport> VerifyAsync(bool variables, CancellationToken cancellationToken)
    {
        var found = await CallAsync(Methods.Verify, [new Dictionary<string, object?> { ["variables"] = variables }], cancellationToken).ConfigureAwait(false);
        var rows = variables ? found["variables"] : NwsValue.From(Array.Empty<object>());
        return new NwsDataReport([.. rows.Items.Select(Variable)], [.. found["faults"].Items.Select(fault => fault.To<string>())]);
    }

    private static NwsDataVariable Variable(NwsValue row)
    {
        if (!VariableModes.TryParse(row[2].To<string>(), out var mode)) mode = VariableMode.Unknown;
        return new NwsDataVariable(row[0].To<string>(), row[1].To<string>(), mode, row[3].To<long>(), row[4].To<long>(), row[5].To<long>(), row[6].To<long>());
    }

    private async Task<NwsValue> CallAsync(string method, object?[] arguments, CancellationToken cancellationToken)
    {
        byte[] encoded = NwsValue.From(arguments).Encode();
        var response = await connection.CallAsync(method, encoded, static (ref MessagePackWriter writer, byte[] bytes) => writer.WriteRaw(bytes), cancellationToken).ConfigureAwait(false);
        return NwsValue.Decode(response.Result);
    }
}
