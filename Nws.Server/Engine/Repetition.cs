namespace Nws.Server.Engine;

/// <summary>Requests that a client sends again to a server that was started again: of changes of what the disk has kept nobody knows whether they were made.</summary>
internal static class Repetition
{
    /// <summary>What must be refused because it may have been done; null: it is done now, for it has not been done or does no harm twice.</summary>
    public static Outcome? Refuse(EngineCommand command)
    {
        if (command.Request is not { } request || !command.Session.Repeated!.Remove(request)) return null;
        var isUncertain = command switch
        {
            Store store => store.Terms?.Key is null && IsKept(store.Session, store.Workspace),
            StoreAll all => all.Terms?.Key is null && IsKept(all.Session, all.Workspace),
            DeleteVariable delete => IsKept(delete.Session, delete.Workspace),
            Replay replay => IsKept(replay.Session, replay.Workspace),
            Complete or Release or Bury or DeleteWorkspace => true,
            _ => false,
        };
        return isUncertain ? Failure.Uncertain(command.GetType().Name) : null;
    }

    private static bool IsKept(EngineSession session, string workspace) => session.TryResolve(workspace, out var found, out _) && found.Journal is not null;
}
