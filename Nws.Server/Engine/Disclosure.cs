using Nws.Wire;

namespace Nws.Server.Engine;

/// <summary>
/// Which answers tell what a persistent workspace holds although their commands change nothing there: a store whose key is known, a condition that is not met, a fetch that finds nothing. They rest on what others
/// have done, and must not be heard before that is lasting: else a crash makes them untrue.
/// </summary>
internal static class Disclosure
{
    /// <summary>
    /// Whether the answer to a command of a persistent workspace tells what is there. Refusals for other reasons, a full disk among them, must not wait for the disk. A value that was found tells of its own variable only, and
    /// knows by itself what it rests on; of several variables it tells that those before it were empty.
    /// </summary>
    public static bool Tells(EngineCommand command, Outcome outcome) => outcome switch
    {
        Outcome.Failed failed => failed.Code is ErrorCode.Conflict or ErrorCode.ModeConflict or ErrorCode.NoVariable or ErrorCode.NotAtHead or ErrorCode.VariableDeleted,
        Outcome.Delivered => command is not Take { Kind: TakeKind.Find, Variables: [_] },
        _ => true,
    };
}
