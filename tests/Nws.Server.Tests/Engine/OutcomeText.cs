using System.Text;
using Nws.Client;
using Nws.Server.Engine;
using Nws.Wire;

namespace Nws.Server.Tests.Engine;

/// <summary>Outcomes as short text, for transcripts that can be compared and read.</summary>
internal static class OutcomeText
{
    public static string Of(Outcome outcome) => outcome switch
    {
        Outcome.Done => "done",
        Outcome.Nothing => "nothing",
        Outcome.Delivered { Attempt: 1 } delivered => Encoding.UTF8.GetString(delivered.Value.InMemory!),
        Outcome.Delivered delivered => $"{Encoding.UTF8.GetString(delivered.Value.InMemory!)} (attempt {delivered.Attempt})",
        Outcome.DeliveredTogether together => $"[{string.Join(", ", together.Items.Select(Of))}]",
        Outcome.Ended ended => $"ended: {string.Join(", ", ended.Leases)}",
        Outcome.Number number => $"{number.Value}",
        Outcome.Changes changes => string.Join(", ", changes.Events.Select(change => $"{change.Kind} {change.Variable}[{change.Index}]")),
        Outcome.BuriedValues buried => string.Join(", ", buried.Values.Select(value => $"{Encoding.UTF8.GetString(value.Value.Bytes.InMemory!)} x{value.Value.Deliveries}: {value.Cause} @{value.Time}")),
        Outcome.Named named => named.Name,
        Outcome.Flag flag => flag.Value ? "true" : "false",
        Outcome.Workspace workspace => Of(workspace.Info),
        Outcome.Workspaces workspaces => string.Join("; ", workspaces.Infos.Select(Of)),
        Outcome.Variables variables => string.Join("; ", variables.Infos.Select(Of)),
        Outcome.Waits waits => string.Join("\n", waits.Infos.Select(Of)),
        Outcome.Failed failed => ErrorCodes.Name(failed.Code),
        _ => throw new ArgumentException($"No text for {outcome}.", nameof(outcome)),
    };

    public static string Of(VariableInfo info) =>
        $"{info.Name}: {info.Values} values, {info.Fetchers} fetchers, {info.Finders} finders, {VariableModes.Name(info.Mode)}{(info.Delayed == 0 ? "" : $", {info.Delayed} delayed")}{(info.Buried == 0 ? "" : $", {info.Buried} buried")}";

    public static string Of(WaitInfo info) =>
        $"{info.Client.Label} {info.Kind} {info.Workspace}/{string.Join("|", info.Variables)} {info.Milliseconds} ms"
        + string.Concat(info.Stored.Select(mark => $", {mark.Variable} by {mark.Client.Label} {mark.Milliseconds} ms ago"))
        + (info.Cycle.Count == 0 ? "" : $", cycle {string.Join(">", info.Cycle)}") + string.Concat(info.Hints.Select(hint => $"; {hint}"));

    public static string Of(WorkspaceInfo info)
    {
        var names = info.Names is null ? "" : $" [{string.Join(", ", info.Names)}]";
        var mine = info.Mine ? "my " : "";
        var persistent = info.Persistent ? "persistent " : "";
        return $"{mine}{persistent}{info.Name} of '{info.Owner}', {info.Variables} variables{names}";
    }
}
