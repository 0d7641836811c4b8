using System.Text;
using Nws.Server.Engine;

namespace Nws.Server.Tests.Engine.Histories;

/// <summary>Commands and effects as lines of a transcript, complete enough to be compared.</summary>
internal static class EffectText
{
    public static List<Effect> ToList(EffectList effects) => [.. Enumerable.Range(0, effects.Count).Select(position => effects[position])];

    public static string Of(Effect effect)
    {
        var where = effect.Outcome is Outcome.Delivered delivered
            ? $" from {delivered.Variable} #{delivered.Id}[{delivered.Index}] lease {delivered.Lease}"
            : "";
        return $"{effect.Session.Label}({effect.Session.Id}) {effect.Request}: {OutcomeText.Of(effect.Outcome)}{where}";
    }

    public static string Of(EngineCommand command)
    {
        var details = command switch
        {
            Store store => $"{store.Workspace}.{store.Variable} {Encoding.UTF8.GetString(store.Value)}",
            Take take => $"{take.Kind} {take.Workspace}.[{string.Join(", ", take.Variables)}] within {take.Timeout?.ToString() ?? "ever"} "
                + $"after {take.After?.ToString() ?? "none"}{(take.Lease ? " on lease" : "")}",
            Confirm confirm => string.Join(", ", confirm.Leases),
            Complete complete => $"{complete.Lease} {string.Join(", ", complete.Stores.Select(Of))}",
            Release release => $"{release.Lease}",
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
