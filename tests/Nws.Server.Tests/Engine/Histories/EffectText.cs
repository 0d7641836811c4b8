using System.Text;
using Nws.Server.Engine;

namespace Nws.Server.Tests.Engine.Histories;

/// <summary>Commands and effects as lines of a transcript, complete enough to be compared.</summary>
internal static class EffectText
{
    public static List<Effect> ToList(EffectList effects) => [.. Enumerable.Range(0, effects.Count).Select(position => effects[position])];

    public static string Of(Effect effect)
    {
        Outcome.Delivered[] delivered = effect.Outcome switch
        {
            Outcome.Delivered single => [single],
            Outcome.DeliveredTogether together => together.Items,
            _ => [],
        };
        var where = string.Concat(delivered.Select(value => $" from {value.Variable} #{value.Id}[{value.Index}] lease {value.Lease}"));
        return $"{effect.Session.Label}({effect.Session.Id}) {effect.Request}: {OutcomeText.Of(effect.Outcome)}{where}";
    }

    public static string Of(EngineCommand command)
    {
        var details = command switch
        {
            Store store => $"{store.Workspace}.{store.Variable} {Encoding.UTF8.GetString(store.Value)} {store.Terms}",
            StoreAll all => $"{all.Workspace}.{all.Variable} {string.Join(" ", all.Values.Select(Encoding.UTF8.GetString))} {all.Terms}",
            Take take => $"{take.Kind} {take.Workspace}.[{string.Join(", ", take.Variables)}] within {take.Timeout?.ToString() ?? "ever"} "
                + $"after {take.After?.ToString() ?? "none"}{(take.Lease ? $" on lease {take.LeaseTime}" : "")}{(take.Count is { } count ? $" up to {count}" : "")}",
            Confirm confirm => string.Join(", ", confirm.Leases),
            Complete complete => $"{string.Join(", ", complete.Leases)}: {string.Join(", ", complete.Stores.Select(Of))}",
            Release release => string.Join(", ", release.Leases),
            Renew renew => string.Join(", ", renew.Leases),
            Cancel cancel => $"{cancel.Blocked}",
            Declare declare => $"{declare.Workspace}.{declare.Variable} {declare.Mode}",
            DeleteVariable delete => $"{delete.Workspace}.{delete.Variable}",
            OpenWorkspace open => $"{open.Name} create {open.Create} persistent {open.Persistent}",
            UseWorkspace use => $"{use.Name} create {use.Create}",
            MakeTemporary make => make.Template,
            DeleteWorkspace delete => delete.Name,
            ListWorkspaces list => list.Name ?? "all",
            ListVariables list => list.Workspace,
            _ => "",
        };
        return $"{command.Session.Label}({command.Session.Id}) {command.Request}: {command.GetType().Name} {details}";
    }

    private static string Of(StoreItem item) => $"{item.Workspace}.{item.Variable} {Encoding.UTF8.GetString(item.Value)}";
}
