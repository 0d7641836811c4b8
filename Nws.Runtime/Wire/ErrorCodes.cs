using System.Diagnostics.CodeAnalysis;

namespace Nws.Wire;

/// <summary>The text of every <see cref="ErrorCode"/> on the wire, both ways.</summary>
internal static class ErrorCodes
{
    // Errors are rare and these are few: dictionaries of them would take a program that has one error longer to make than to end.
    private static readonly (ErrorCode Code, string Name)[] All =
    [
        (ErrorCode.BadRequest, "bad_request"),
        (ErrorCode.UnknownMethod, "unknown_method"),
        (ErrorCode.Unauthorized, "unauthorized"),
        (ErrorCode.Unsupported, "unsupported"),
        (ErrorCode.NoWorkspace, "no_workspace"),
        (ErrorCode.NotOpened, "not_opened"),
        (ErrorCode.NoVariable, "no_variable"),
        (ErrorCode.ModeConflict, "mode_conflict"),
        (ErrorCode.BadMode, "bad_mode"),
        (ErrorCode.NotIterable, "not_iterable"),
        (ErrorCode.NotAtHead, "not_at_head"),
        (ErrorCode.VariableDeleted, "variable_deleted"),
        (ErrorCode.NoLease, "no_lease"),
        (ErrorCode.BadTemplate, "bad_template"),
        (ErrorCode.Protected, "protected"),
        (ErrorCode.TooLarge, "too_large"),
        (ErrorCode.TooMany, "too_many"),
        (ErrorCode.Cancelled, "cancelled"),
        (ErrorCode.ShuttingDown, "shutting_down"),
        (ErrorCode.Internal, "internal"),
        (ErrorCode.SlowReader, "slow_reader"),
        (ErrorCode.NoHello, "no_hello"),
        (ErrorCode.Storage, "storage"),
        (ErrorCode.Conflict, "conflict"),
        (ErrorCode.Full, "full"),
        (ErrorCode.NoWatch, "no_watch"),
        (ErrorCode.NoSession, "no_session"),
        (ErrorCode.Resumed, "resumed"),
        (ErrorCode.Uncertain, "uncertain"),
        (ErrorCode.Denied, "denied"),
        (ErrorCode.TlsRequired, "tls_required"),
    ];

    public static string Name(ErrorCode code)
    {
        foreach (var known in All)
        {
            if (known.Code == code) return known.Name;
        }
        throw new ArgumentOutOfRangeException(nameof(code), code, "An error code without a name.");
    }

    /// <summary>False for a code this version does not know, as a newer server may send.</summary>
    public static bool TryParse([NotNullWhen(true)] string? name, out ErrorCode code)
    {
        foreach (var known in All)
        {
            if (known.Name != name) continue;
            code = known.Code;
            return true;
        }
        code = default;
        return false;
    }
}
