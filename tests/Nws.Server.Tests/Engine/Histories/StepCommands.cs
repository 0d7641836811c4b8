using System.Text;
using Nws.Server.Engine;

namespace Nws.Server.Tests.Engine.Histories;

/// <summary>Makes commands out of random numbers: sensible ones mostly, that refer to leases, cursors and requests there were.</summary>
internal sealed class StepCommands
{
    private readonly List<Outcome.Delivered> _deliveries = [];
    private readonly List<string> _temporary = [];
    private uint _requests;
    private int _values;

    /// <summary>All leases ever granted, to whomever.</summary>
    public List<long> Leases { get; } = [];

    /// <summary>Remembers what later commands may refer to.</summary>
    public void Learn(List<Effect> effects)
    {
        foreach (var effect in effects)
        {
            if (effect.Outcome is Outcome.Named named) _temporary.Add(named.Name);
            if (effect.Outcome is Outcome.Delivered delivered) Learn(delivered);
            if (effect.Outcome is Outcome.DeliveredTogether together) Array.ForEach(together.Items, Learn);
        }
    }

    private void Learn(Outcome.Delivered delivered)
    {
        _deliveries.Add(delivered);
        if (delivered.Lease != 0) Leases.Add(delivered.Lease);
    }

    public EngineCommand Next(StepKind kind, EngineSession session, Dice dice)
    {
        uint? request = dice.Roll(20) == 0 ? null : ++_requests;
        var workspace = dice.Pick("w", "w", "w", "w", "w", "x", "__default", Recent(_temporary, dice, "x"));
        var variable = dice.Pick("a", "b", "c");
        return kind switch
        {
            StepKind.Store => new Store(session, request, workspace, variable, NewValue(), NewTerms(dice)),
            StepKind.StoreAll => new StoreAll(session, request, workspace, variable, [.. Enumerable.Range(0, dice.Roll(5)).Select(_ => NewValue())], NewTerms(dice)),
            StepKind.Renew => new Renew(session, request, RecentLeases(dice)),
            StepKind.Find or StepKind.Fetch => NewTake(kind, session, request, workspace, dice),
            StepKind.Confirm => new Confirm(session, [Recent(Leases, dice, 0), Recent(Leases, dice, 0)]),
            StepKind.Complete => new Complete(session, request, RecentLeases(dice), NewStores(workspace, dice)),
            StepKind.Release => new Release(session, request, RecentLeases(dice)),
            StepKind.Cancel => new Cancel(session, request, EarlierRequest(session, dice)),
            StepKind.Declare => new Declare(session, request, workspace, variable, (VariableMode)dice.Roll(5)),
            StepKind.DeleteVariable => new DeleteVariable(session, request, workspace, variable),
            StepKind.Open => new OpenWorkspace(session, request, workspace, dice.Roll(4) > 0, dice.Roll(3) == 0),
            StepKind.Use => new UseWorkspace(session, request, workspace, dice.Roll(4) > 0),
            StepKind.MakeTemporary => new MakeTemporary(session, ++_requests, dice.Pick("t%d", "t1%d", "%dw", "t", "%s", "%d%d")),
            StepKind.DeleteWorkspace => new DeleteWorkspace(session, request, workspace),
            StepKind.ListWorkspaces => new ListWorkspaces(session, request, dice.Pick(null, workspace), dice.Roll(2) == 0),
            StepKind.ListVariables => new ListVariables(session, request, workspace),
            _ => throw new ArgumentException($"{kind} is no command.", nameof(kind)),
        };
    }

    private long[] RecentLeases(Dice dice) => dice.Roll(3) == 0 ? [Recent(Leases, dice, 0), Recent(Leases, dice, 0)] : [Recent(Leases, dice, 0)];

    private static StoreTerms? NewTerms(Dice dice) => dice.Roll(3) > 0 ? null : new StoreTerms(dice.Pick(0, 1, 2, -1, 1000));

    private static T Recent<T>(List<T> list, Dice dice, T otherwise)
    {
        if (list.Count == 0) return otherwise;
        return dice.Roll(8) == 0 ? list[dice.Roll(list.Count)] : list[^(1 + dice.Roll(Math.Min(4, list.Count)))];
    }

    private static uint EarlierRequest(EngineSession session, Dice dice)
    {
        uint[] blocked = [.. session.Waiters.Keys.Order(), 0];
        return blocked[dice.Roll(blocked.Length)];
    }

    private Take NewTake(StepKind kind, EngineSession session, uint? request, string workspace, Dice dice)
    {
        if (dice.Roll(30) == 0) request = EarlierRequest(session, dice);
        var after = dice.Roll(3) > 0 ? null : dice.Roll(3) == 0 ? Cursor.Beginning : CursorAfter(Recent(_deliveries, dice, null!), dice);
        string[] variables = after is null || dice.Roll(20) == 0 ? NewList(dice) : [dice.Pick("a", "b", "c")];
        long? timeout = dice.Pick<long?>(null, null, 0, 1, 2, 5, 9);
        var takeKind = kind == StepKind.Find ? TakeKind.Find : TakeKind.Fetch;
        var lease = dice.Roll(3) == 0;
        long? leaseTime = lease ? dice.Pick<long?>(null, null, 1, 4, 12, 15_000) : null;
        int? count = takeKind == TakeKind.Fetch && (after is null || dice.Roll(10) == 0) ? dice.Pick<int?>(null, null, null, 1, 2, 5) : null;
        return new Take(session, request, takeKind, workspace, variables, timeout, after, lease, leaseTime, count);
    }

    private static Cursor? CursorAfter(Outcome.Delivered? last, Dice dice) =>
        last is null ? Cursor.Beginning : new Cursor(dice.Roll(10) == 0 ? 0 : last.Id, last.Index + dice.Pick(0, 0, 0, 0, 0, -1, 1, -2, 2));

    private static string[] NewList(Dice dice) => dice.Roll(12) switch
    {
        0 => ["a", "b"],
        1 => ["b", "a"],
        2 => ["c", "b", "a"],
        3 => ["a", "a"],
        4 => ["b", "c", "b"],
        5 => dice.Roll(4) == 0 ? [] : ["c", "a"],
        _ => [dice.Pick("a", "b", "c")],
    };

    private StoreItem[] NewStores(string workspace, Dice dice)
    {
        var stores = new StoreItem[dice.Roll(4)];
        for (var i = 0; i < stores.Length; i++)
        {
            stores[i] = new StoreItem(dice.Roll(6) == 0 ? workspace : "w", dice.Pick("a", "b", "c"), NewValue());
        }

        return stores;
    }

    private byte[] NewValue() => Encoding.UTF8.GetBytes($"v{++_values}");
}
