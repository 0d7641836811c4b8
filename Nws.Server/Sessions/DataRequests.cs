using Nws.Client;
using Nws.Server.Engine;
using Nws.Server.Persistence;
using Nws.Values;
using Nws.Wire;

namespace Nws.Server.Sessions;

/// <summary>
/// The requests of one session that are about the data file: a copy to be fetched piece by piece, and a check. They take their time and nothing of the engine; each is answered when it is done, so others overtake them.
/// </summary>
internal sealed class DataRequests(DataCopies? copies, Action<uint, Outcome> answer)
{
    private const int MaxPieceBytes = 1 << 20;

    private Task _last = Task.CompletedTask;
    private FileStream? _copy;
    private long _number;
    private volatile bool _hasEnded;

    /// <summary>Whether the method is one of these.</summary>
    public static bool Knows(string method) => method is Methods.Backup or Methods.BackupRead or Methods.BackupEnd or Methods.Verify;

    /// <summary>Begins to do what is asked.</summary>
    /// <exception cref="RequestRefusedException">The arguments are wrong.</exception>
    public void Begin(uint request, string method, MessagePackReader reader, NameCache names, RequestLimits limits)
    {
        var arguments = new Arguments(method, reader, names, limits);
        Func<Task<object?>> work;
        switch (method)
        {
            case Methods.Backup: work = BeginCopyAsync; break;
            case Methods.BackupRead:
                var (copy, offset, count) = (arguments.Number("copy"), arguments.Number("offset", 0), (int)arguments.Number("count", 1, MaxPieceBytes));
                work = () => ReadAsync(copy, offset, count);
                break;
            case Methods.BackupEnd:
                long ended = arguments.Number("copy");
                work = () => EndCopyAsync(ended);
                break;
            default:
                bool withVariables = DecodeVerify(ref arguments);
                work = () => VerifyAsync(withVariables);
                break;
        }
        arguments.End();
        _last = AnswerAsync(_last, request, work);
    }

    /// <summary>The session has ended, and with it its copy.</summary>
    public async Task EndAsync()
    {
        _hasEnded = true;
        await _last.ConfigureAwait(false);
        if (_copy is not null) await _copy.DisposeAsync().ConfigureAwait(false);
    }

    private static bool DecodeVerify(ref Arguments arguments)
    {
        bool variables = false;
        for (int left = arguments.Options(); left > 0; left--)
        {
            string option = arguments.Text("option");
            if (option != "variables") throw arguments.UnknownOption(option);
            variables = arguments.Flag(option);
        }
        return variables;
    }

    // What one session asks is done in its order.
    private async Task AnswerAsync(Task before, uint request, Func<Task<object?>> work)
    {
        await before.ConfigureAwait(false);
        if (_hasEnded) return;
        Outcome outcome;
        try
        {
            if (copies is null)
                throw new RequestRefusedException(ErrorCode.Storage, "This server has no data file; it keeps nothing when it ends. nws serve --data FILE gives it one.");
            outcome = new Outcome.Encoded(NwsValue.From(await work().ConfigureAwait(false)).Encode());
        }
        catch (RequestRefusedException refusal)
        {
            outcome = new Outcome.Failed(refusal.Code, refusal.Message);
        }
        catch (IOException fault)
        {
            outcome = new Outcome.Failed(ErrorCode.Storage, fault.Message);
        }
        catch (Exception fault)
        {
            outcome = new Outcome.Failed(ErrorCode.Internal, $"The server failed to do this: {fault.Message}");
        }
        answer(request, outcome);
    }

    private async Task<object?> BeginCopyAsync()
    {
        if (_copy is not null) throw new RequestRefusedException(ErrorCode.TooMany, $"This connection has copy {_number} already; end that first, by backupEnd.");
        _copy = await copies!.MakeAsync().ConfigureAwait(false);
        return new Dictionary<string, object?> { ["copy"] = ++_number, ["bytes"] = _copy.Length };
    }

    private async Task<object?> ReadAsync(long copy, long offset, int count)
    {
        var stream = Held(copy);
        byte[] piece = new byte[(int)Math.Clamp(stream.Length - offset, 0, count)];
        stream.Position = offset;
        await stream.ReadExactlyAsync(piece).ConfigureAwait(false);
        return piece;
    }

    private async Task<object?> EndCopyAsync(long copy)
    {
        await Held(copy).DisposeAsync().ConfigureAwait(false);
        _copy = null;
        return null;
    }

    private FileStream Held(long copy) =>
        copy == _number && _copy is { } held ? held : throw new RequestRefusedException(ErrorCode.BadRequest, $"This connection has no copy {copy}; backup begins one.");

    private async Task<object?> VerifyAsync(bool withVariables)
    {
        var report = await copies!.VerifyAsync().ConfigureAwait(false);
        var found = new Dictionary<string, object?> { ["faults"] = report.Faults };
        if (withVariables) found["variables"] = report.Variables.Select(Row).ToList();
        return found;
    }

    private static object[] Row(NwsDataVariable variable) =>
        [variable.Workspace, variable.Name, VariableModes.Name(variable.Mode), variable.Stored, variable.Fetched, variable.Overwritten, variable.Present];
}
