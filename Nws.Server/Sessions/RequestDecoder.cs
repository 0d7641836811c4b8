using Nws.Client;
using Nws.Server.Engine;
using Nws.Values;
using Nws.Wire;

namespace Nws.Server.Sessions;

/// <summary>Turns a request of PROTOCOL.md into a command for the engine: one line a method. To add a method, add it here, to <see cref="Methods"/> and to the engine.</summary>
internal static class RequestDecoder
{
    /// <exception cref="RequestRefusedException">The method or its arguments are wrong.</exception>
    public static EngineCommand Decode(EngineSession session, uint? request, string method, MessagePackReader reader, NameCache names, RequestLimits limits)
    {
        var arguments = new Arguments(method, reader, names, limits);
        EngineCommand command = method switch
        {
            Methods.Store => new Store(
                session, request, arguments.Text("workspace"), arguments.Text("variable"), arguments.Value("value"), DecodeTerms(ref arguments)),
            Methods.StoreAll => new StoreAll(
                session, request, arguments.Text("workspace"), arguments.Text("variable"), arguments.Values("values"), DecodeTerms(ref arguments)),
            Methods.Fetch => DecodeTake(session, request, TakeKind.Fetch, ref arguments),
            Methods.Find => DecodeTake(session, request, TakeKind.Find, ref arguments),
            Methods.Confirm => new Confirm(session, DecodeLeases(ref arguments)),
            Methods.Complete => new Complete(session, request, arguments.Numbers("lease"), DecodeStores(ref arguments)),
            Methods.Release => DecodeRelease(session, request, ref arguments),
            Methods.Renew => new Renew(session, request, arguments.Numbers("lease")),
            Methods.Bury => new Bury(session, request, arguments.Numbers("lease"), arguments.Cause("cause")),
            Methods.ListBuried => DecodeListBuried(session, request, ref arguments),
            Methods.Replay => new Replay(
                session, request, arguments.Text("workspace"), arguments.Text("variable"), arguments.HasMore ? arguments.Numbers("index") : null),
            Methods.Watch => DecodeWatch(session, request, ref arguments),
            Methods.Changes => DecodeChanges(session, request, ref arguments),
            Methods.Unwatch => new EndWatch(session, request, arguments.Number("watch")),
            Methods.Cancel => new Cancel(session, request, (uint)arguments.Number("request", 0, uint.MaxValue)),
            Methods.Declare => new Declare(session, request, arguments.Text("workspace"), arguments.Text("variable"), DecodeMode(arguments.Text("mode"))),
            Methods.DeleteVariable => new DeleteVariable(session, request, arguments.Text("workspace"), arguments.Text("variable")),
            Methods.Open => DecodeOpen(session, request, ref arguments),
            Methods.Use => DecodeUse(session, request, ref arguments),
            Methods.MakeTemporary => arguments.HasMore ? new MakeTemporary(session, request, arguments.Text("template")) : new MakeTemporary(session, request),
            Methods.DeleteWorkspace => new DeleteWorkspace(session, request, arguments.Text("workspace")),
            Methods.ListWorkspaces => DecodeList(session, request, ref arguments),
            Methods.Reopen => new Reopen(session, request, arguments.ManyTexts("workspaces"), DecodeRequests(ref arguments)),
            Methods.ListVariables => new ListVariables(session, request, arguments.Text("workspace")),
            Methods.ListWaits => DecodeListWaits(session, request, ref arguments),
            _ => throw new RequestRefusedException(ErrorCode.UnknownMethod, $"There is no method '{method}'."),
        };
        arguments.End();
        return command;
    }

    private static Take DecodeTake(EngineSession session, uint? request, TakeKind kind, ref Arguments arguments)
    {
        var take = new Take(session, request, kind, arguments.Text("workspace"), arguments.Texts("variable"));
        for (int left = arguments.Options(); left > 0; left--)
        {
            take = arguments.Text("option") switch
            {
                "timeout" => take with { Timeout = arguments.Seconds("timeout") },
                "after" => take with { After = DecodeCursor(ref arguments, "after") },
                "lease" when kind == TakeKind.Fetch => WithLease(take, arguments.Lease("lease")),
                "count" when kind == TakeKind.Fetch => take with { Count = arguments.Count("count") },
                var unknown => throw arguments.UnknownOption(unknown),
            };
        }
        if (take.After is not null && take.Variables.Length > 1) throw arguments.Refuse("'after' goes with one variable");
        if (take.After is not null && take.Count is not null) throw arguments.Refuse("'after' goes without 'count'");
        return take;
    }

    private static Take WithLease(Take take, (bool Wanted, long? Milliseconds) lease) => take with { Lease = lease.Wanted, LeaseTime = lease.Milliseconds };

    private static StoreTerms? DecodeTerms(ref Arguments arguments)
    {
        StoreTerms? terms = null;
        for (int left = arguments.Options(); left > 0; left--)
        {
            terms = arguments.Text("option") switch
            {
                "priority" => (terms ?? new StoreTerms()) with { Priority = (int)arguments.Number("priority", -StoreTerms.MaxPriority, StoreTerms.MaxPriority) },
                "key" => (terms ?? new StoreTerms()) with { Key = arguments.Key("key") },
                "keyFor" => (terms ?? new StoreTerms()) with { KeyFor = arguments.Duration("keyFor") },
                "delay" => (terms ?? new StoreTerms()) with { Delay = arguments.Duration("delay") },
                "expires" => (terms ?? new StoreTerms()) with { Expires = arguments.Duration("expires") },
                "if" => (terms ?? new StoreTerms()) with { If = new StoreCondition(arguments.Nil("if") ? null : DecodeCursor(ref arguments, "if")) },
                var unknown => throw arguments.UnknownOption(unknown),
            };
        }
        if (terms is { Key: null, KeyFor: not null }) throw arguments.Refuse("'keyFor' goes with 'key'");
        if (terms is { If: not null, Delay: not null }) throw arguments.Refuse("'if' goes without 'delay'");
        return terms;
    }

    private static ListBuried DecodeListBuried(EngineSession session, uint? request, ref Arguments arguments)
    {
        var list = new ListBuried(session, request, arguments.Text("workspace"), arguments.Text("variable"), Count: arguments.DefaultCount);
        for (int left = arguments.Options(); left > 0; left--)
        {
            list = arguments.Text("option") switch
            {
                "after" => list with { After = arguments.Number("after") },
                "count" => list with { Count = arguments.Count("count") },
                var unknown => throw arguments.UnknownOption(unknown),
            };
        }
        return list;
    }

    private static BeginWatch DecodeWatch(EngineSession session, uint? request, ref Arguments arguments)
    {
        var watch = new BeginWatch(session, request, arguments.Text("workspace"));
        for (int left = arguments.Options(); left > 0; left--)
        {
            watch = arguments.Text("option") switch
            {
                "variables" => watch with { Pattern = arguments.Text("variables") },
                var unknown => throw arguments.UnknownOption(unknown),
            };
        }
        return watch;
    }

    private static AwaitChanges DecodeChanges(EngineSession session, uint? request, ref Arguments arguments)
    {
        var next = new AwaitChanges(session, request, arguments.Number("watch"), arguments.DefaultCount);
        for (int left = arguments.Options(); left > 0; left--)
        {
            next = arguments.Text("option") switch
            {
                "timeout" => next with { Timeout = arguments.Seconds("timeout") },
                "count" => next with { Count = arguments.Count("count") },
                var unknown => throw arguments.UnknownOption(unknown),
            };
        }
        return next;
    }

    private static Cursor DecodeCursor(ref Arguments arguments, string option)
    {
        arguments.Array(option, 2);
        return new Cursor(arguments.Number(option), arguments.Number(option));
    }

    private static uint[] DecodeRequests(ref Arguments arguments)
    {
        if (!arguments.HasMore) return [];
        var requests = new List<uint>();
        for (int left = arguments.Array("requests"); left > 0; left--) requests.Add((uint)arguments.Number("request", 0, uint.MaxValue));
        return [.. requests];
    }

    private static long[] DecodeLeases(ref Arguments arguments)
    {
        var leases = new List<long>();
        while (arguments.HasMore) leases.Add(arguments.Number("lease"));
        return [.. leases];
    }

    private static StoreItem[] DecodeStores(ref Arguments arguments)
    {
        if (!arguments.HasMore) return [];
        var stores = new List<StoreItem>();
        for (int left = arguments.Array("stores"); left > 0; left--)
        {
            arguments.Array("store", 3);
            stores.Add(new StoreItem(arguments.Text("workspace"), arguments.Text("variable"), arguments.Value("value")));
        }
        return [.. stores];
    }

    private static Release DecodeRelease(EngineSession session, uint? request, ref Arguments arguments)
    {
        var release = new Release(session, request, arguments.Numbers("lease"));
        for (int left = arguments.Options(); left > 0; left--)
        {
            release = arguments.Text("option") switch
            {
                "delay" => release with { Delay = arguments.Duration("delay") },
                "unused" => release with { Unused = arguments.Flag("unused") },
                var unknown => throw arguments.UnknownOption(unknown),
            };
        }
        return release;
    }

    private static VariableMode DecodeMode(string name) =>
        VariableModes.TryParse(name, out var mode) && mode != VariableMode.Unknown
            ? mode
            : throw new RequestRefusedException(ErrorCode.BadMode, $"'{name}' is not a mode; modes are fifo, lifo, multi and single.");

    private static OpenWorkspace DecodeOpen(EngineSession session, uint? request, ref Arguments arguments)
    {
        var open = new OpenWorkspace(session, request, arguments.Text("workspace"));
        for (int left = arguments.Options(); left > 0; left--)
        {
            open = arguments.Text("option") switch
            {
                "create" => open with { Create = arguments.Flag("create") },
                "persistent" => open with { Persistent = arguments.Flag("persistent") },
                var unknown => throw arguments.UnknownOption(unknown),
            };
        }
        return open;
    }

    private static UseWorkspace DecodeUse(EngineSession session, uint? request, ref Arguments arguments)
    {
        var use = new UseWorkspace(session, request, arguments.Text("workspace"));
        for (int left = arguments.Options(); left > 0; left--)
        {
            use = arguments.Text("option") switch
            {
                "create" => use with { Create = arguments.Flag("create") },
                var unknown => throw arguments.UnknownOption(unknown),
            };
        }
        return use;
    }

    private static ListWorkspaces DecodeList(EngineSession session, uint? request, ref Arguments arguments)
    {
        var list = new ListWorkspaces(session, request);
        for (int left = arguments.Options(); left > 0; left--)
        {
            list = arguments.Text("option") switch
            {
                "name" => list with { Name = arguments.Text("name") },
                "variables" => list with { WithVariables = arguments.Flag("variables") },
                var unknown => throw arguments.UnknownOption(unknown),
            };
        }
        return list;
    }

    private static ListWaits DecodeListWaits(EngineSession session, uint? request, ref Arguments arguments)
    {
        var list = new ListWaits(session, request, Count: Math.Min(100, arguments.DefaultCount));
        for (int left = arguments.Options(); left > 0; left--)
        {
            list = arguments.Text("option") switch
            {
                "workspace" => list with { Workspace = arguments.Text("workspace") },
                "count" => list with { Count = arguments.Count("count") },
                var unknown => throw arguments.UnknownOption(unknown),
            };
        }
        return list;
    }
}
