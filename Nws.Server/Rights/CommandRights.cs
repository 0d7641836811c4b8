using System.Diagnostics;
using Nws.Server.Engine;

namespace Nws.Server.Rights;

/// <summary>What each command of the engine takes. A new command needs a line here, or it is refused to everybody who has a token.</summary>
internal static class CommandRights
{
    /// <summary>Checks a command before the engine gets it.</summary>
    /// <param name="grant">What its client may do; null: everything.</param>
    /// <param name="command">The command; it becomes one that shows and makes no more than the client may see and make.</param>
    /// <returns>Why it is refused; null: it is not.</returns>
    public static Outcome.Failed? Check(Grant? grant, ref EngineCommand command)
    {
        if (grant is null) return null;
        if (Refuse(grant, command) is { } refusal) return refusal;
        command = Narrow(grant, command);
        return null;
    }

    private static Outcome.Failed? Refuse(Grant grant, EngineCommand command) => command switch
    {
        OpenWorkspace open => grant.Refuse(NwsRight.Read, open.Name),
        UseWorkspace use => grant.Refuse(NwsRight.Read, use.Name),
        Reopen reopen => First(reopen.Names.Select(name => grant.Refuse(NwsRight.Read, name))),
        ListVariables list => grant.Refuse(NwsRight.Read, list.Workspace),
        ListWaits { Workspace: { } workspace } => grant.Refuse(NwsRight.Read, workspace),
        ListBuried list => grant.Refuse(NwsRight.Read, list.Workspace),
        BeginWatch watch => grant.Refuse(NwsRight.Read, watch.Workspace),
        Take take => grant.Refuse(take.Kind == TakeKind.Find ? NwsRight.Read : NwsRight.Write, take.Workspace),
        Store store => grant.Refuse(NwsRight.Write, store.Workspace),
        StoreAll store => grant.Refuse(NwsRight.Write, store.Workspace),
        Declare declare => grant.Refuse(NwsRight.Write, declare.Workspace),
        DeleteVariable delete => grant.Refuse(NwsRight.Write, delete.Workspace),
        RemoveValue remove => grant.Refuse(NwsRight.Write, remove.Workspace),
        Replay replay => grant.Refuse(NwsRight.Write, replay.Workspace),
        DeleteWorkspace delete => grant.Refuse(NwsRight.Write, delete.Name),
        MakeTemporary make => First(NamesOf(make.Template).Select(name => grant.Refuse(NwsRight.Write, name))),
        Complete complete => First(complete.Stores.Select(store => grant.Refuse(NwsRight.Write, store.Workspace))),
        // These are about what the client has already: leases, which it got by a fetch, its watches and its own requests. Lists are narrowed.
        Confirm or Release or Renew or Bury or AwaitChanges or EndWatch or Cancel or ListWorkspaces or ListWaits => null,
        _ => throw new UnreachableException($"It is not said what {command.GetType()} takes."),
    };

    // Who may only read finds workspaces, and neither makes nor owns one.
    private static EngineCommand Narrow(Grant grant, EngineCommand command) => command switch
    {
        OpenWorkspace open when !grant.MayWrite => new UseWorkspace(open.Session, open.Request, open.Name, Create: false),
        UseWorkspace use when !grant.MayWrite => use with { Create = false },
        ListWorkspaces list when !grant.IsForAll => list with { Visible = grant.MayRead },
        ListWaits list when !grant.IsForAll => list with { Visible = grant.MayRead },
        _ => command,
    };

    // The number is not known yet, so the shortest and the longest must fit.
    private static string[] NamesOf(string template) =>
        NameTemplate.TryParse(template, out var parsed) ? [parsed.Expand(0), parsed.Expand(long.MaxValue)] : [template];

    private static Outcome.Failed? First(IEnumerable<Outcome.Failed?> refusals) => refusals.FirstOrDefault(refusal => refusal is not null);
}
