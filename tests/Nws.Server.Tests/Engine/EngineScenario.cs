using System.Text;
using Nws.Server.Engine;
using Nws.Wire;

namespace Nws.Server.Tests.Engine;

/// <summary>
/// An engine, and people who use workspace <c>w</c> of it. Whoever is named for the first time is connected and has used <c>w</c>.
/// <see cref="Heard"/> tells who was told what, in order: <c>"ann: done"</c>, <c>"bob: x"</c>.
/// </summary>
internal sealed class EngineScenario(int? seed = 1, Func<EngineOptions, EngineOptions>? limits = null, int maxWatchEvents = 10_000)
{
    public const string Space = "w";

    private readonly Dictionary<string, EngineSession> _sessions = [];
    private readonly EffectList _effects = new();
    private readonly List<string> _heard = [];

    public WorkspaceEngine Engine { get; } = new((limits ?? (options => options))(new EngineOptions(seed, MaxWatchEvents: maxWatchEvents)));

    /// <summary>The engine's time; moving it expires nothing, see <see cref="Expire"/>.</summary>
    public long Now { get; set; } = 1000;

    /// <summary>The id of the request made last.</summary>
    public uint Request { get; private set; }

    /// <summary>The value handed out last.</summary>
    public Outcome.Delivered LastDelivery { get; private set; } = new(Array.Empty<byte>(), "", 0, -1, 0, 0);

    public EngineSession this[string who] => _sessions.TryGetValue(who, out var session) ? session : Connect(who, use: Space);

    public EngineSession Connect(string who, bool confirms = false, string? use = null)
    {
        var session = _sessions[who] = Engine.Connect(who, confirms);
        if (use is not null) Engine.Apply(new UseWorkspace(session, null, use), Now, _effects);
        return session;
    }

    public void Disconnect(string who)
    {
        Engine.Disconnect(this[who], Now, _effects);
        _sessions.Remove(who);
        Drain();
    }

    public void Expire(long now)
    {
        Now = now;
        Engine.Expire(now, _effects);
        Drain();
    }

    /// <summary>Applies the command and gives its answer, or null if it has none yet.</summary>
    public Outcome? Apply(EngineCommand command)
    {
        Engine.Apply(command, Now, _effects);
        Outcome? answer = null;
        for (var i = 0; i < _effects.Count; i++)
        {
            if (_effects[i].Session == command.Session && _effects[i].Request == command.Request) answer = _effects[i].Outcome;
        }

        Drain();
        return answer;
    }

    public Outcome? Store(string who, string variable, string value) =>
        Apply(new Store(this[who], ++Request, Space, variable, Encoding.UTF8.GetBytes(value)));

    public Outcome? Store(string who, string variable, string value, StoreTerms terms) =>
        Apply(new Store(this[who], ++Request, Space, variable, Encoding.UTF8.GetBytes(value), terms));

    public Outcome? StoreAll(string who, string variable, string[] values, StoreTerms? terms = null) =>
        Apply(new StoreAll(this[who], ++Request, Space, variable, [.. values.Select(Encoding.UTF8.GetBytes)], terms));

    public Outcome? Find(string who, string variable, long? timeout = null, Cursor? after = null) =>
        Apply(new Take(this[who], ++Request, TakeKind.Find, Space, [variable], timeout, after));

    public Outcome? Fetch(string who, string variable, long? timeout = null, Cursor? after = null, bool lease = false, long? leaseTime = null) =>
        Apply(new Take(this[who], ++Request, TakeKind.Fetch, Space, [variable], timeout, after, lease || leaseTime is not null, leaseTime));

    public Outcome? FetchTogether(string who, string variable, int count, long? timeout = null, bool lease = false) =>
        Apply(new Take(this[who], ++Request, TakeKind.Fetch, Space, [variable], timeout, Lease: lease, Count: count));

    public Outcome? FetchAny(string who, params string[] variables) =>
        Apply(new Take(this[who], ++Request, TakeKind.Fetch, Space, variables));

    public Outcome? FindAny(string who, params string[] variables) =>
        Apply(new Take(this[who], ++Request, TakeKind.Find, Space, variables));

    public Outcome? TryFind(string who, string variable, Cursor? after = null) => Find(who, variable, 0, after);

    public Outcome? TryFetch(string who, string variable, Cursor? after = null) => Fetch(who, variable, 0, after);

    public Outcome? Declare(string who, string variable, VariableMode mode) =>
        Apply(new Declare(this[who], ++Request, Space, variable, mode));

    public Outcome? DeleteVariable(string who, string variable) => Apply(new DeleteVariable(this[who], ++Request, Space, variable));

    public Outcome? DeleteWorkspace(string who, string name = Space) => Apply(new DeleteWorkspace(this[who], ++Request, name));

    public WorkspaceInfo? Open(string who, string name, bool persistent = false) =>
        (Apply(new OpenWorkspace(this[who], ++Request, name, Create: true, persistent)) as Outcome.Workspace)?.Info;

    public WorkspaceInfo? Use(string who, string name) =>
        (Apply(new UseWorkspace(this[who], ++Request, name)) as Outcome.Workspace)?.Info;

    public void Confirm(string who, params long[] leases) => Apply(new Confirm(this[who], leases));

    public Outcome? Release(string who, params long[] leases) => Apply(new Release(this[who], ++Request, leases));

    public Outcome? Renew(string who, params long[] leases) => Apply(new Renew(this[who], ++Request, leases));

    public Outcome? Complete(string who, long lease, params (string Variable, string Value)[] stores) => Complete(who, [lease], stores);

    public Outcome? Complete(string who, long[] leases, params (string Variable, string Value)[] stores)
    {
        var items = stores.Select(store => new StoreItem(Space, store.Variable, Encoding.UTF8.GetBytes(store.Value)));
        return Apply(new Complete(this[who], ++Request, leases, [.. items]));
    }

    public Outcome? Cancel(string who, uint blocked) => Apply(new Cancel(this[who], ++Request, blocked));

    /// <summary>The variables of a workspace as lines like <c>"v: 2 values, 0 fetchers, 1 finders, fifo"</c>.</summary>
    public string[] Variables(string workspace = Space)
    {
        var listing = (Outcome.Variables)Ask(new ListVariables(Engine.Connect("", confirms: false), 1, workspace));
        return [.. listing.Infos.Select(info => OutcomeText.Of(info))];
    }

    public WorkspaceInfo[] Workspaces(string viewer, bool withVariables = false)
    {
        var listing = (Outcome.Workspaces)Ask(new ListWorkspaces(this[viewer], 1, Name: null, withVariables));
        return [.. listing.Infos];
    }

    /// <summary>What everybody was told since this was last asked.</summary>
    public string[] Heard()
    {
        string[] heard = [.. _heard];
        _heard.Clear();
        return heard;
    }

    /// <summary>Asserts that the outcome is a refusal, and gives its message.</summary>
    public static string Refused(ErrorCode code, Outcome? outcome)
    {
        var failed = Assert.IsType<Outcome.Failed>(outcome);
        Assert.Equal(code, failed.Code);
        return failed.Message;
    }

    private Outcome Ask(EngineCommand command)
    {
        var effects = new EffectList();
        Engine.Apply(command, Now, effects);
        return effects[0].Outcome;
    }

    private void Drain()
    {
        for (var i = 0; i < _effects.Count; i++)
        {
            var effect = _effects[i];
            _heard.Add($"{effect.Session.Label}: {OutcomeText.Of(effect.Outcome)}");
            if (effect.Outcome is Outcome.Delivered delivered) LastDelivery = delivered;
            if (effect.Outcome is Outcome.DeliveredTogether together) LastDelivery = together.Items[^1];
        }

        _effects.Clear();
    }
}
