using System.Text.RegularExpressions;
using Nws.Farm;

namespace Nws.Hosts.Cli;

/// <summary>What the workspace of a farm tells of it.</summary>
/// <param name="name">The farm's name.</param>
/// <param name="workspace">Its workspace.</param>
internal sealed class FarmView(string name, NetWorkSpace workspace)
{
    private static readonly Regex FarmWorkspace = new(@"\Afarm ([A-Za-z0-9_.-]+)\z");
    private static readonly Regex TaskVariable = new(@"\Atask([@#]|\z)");

    public string Name => name;

    public NetWorkSpace Workspace => workspace;

    /// <exception cref="SleighException">There is no such farm.</exception>
    public static async Task<FarmView> FindAsync(NwsServer server, string name, CancellationToken cancellation)
    {
        try
        {
            return new FarmView(name, await server.UseWsAsync(SleighNames.Farm(name), create: false, cancellation));
        }
        catch (NwsNoWorkSpaceException fault)
        {
            throw new NwsNoWorkSpaceException(fault.Code, $"There is no farm '{name}' at {server.Endpoint}; start one with: nws farm start {name}");
        }
    }

    /// <summary>All farms of a server, by name.</summary>
    public static async Task<IReadOnlyList<FarmView>> AllAsync(NwsServer server, CancellationToken cancellation)
    {
        var names = (await server.ListWssAsync(cancellationToken: cancellation)).Select(known => FarmWorkspace.Match(known.Name)).Where(match => match.Success);
        List<FarmView> farms = [];
        foreach (string name in names.Select(match => match.Groups[1].Value)) farms.Add(await FindAsync(server, name, cancellation));
        return farms;
    }

    /// <summary>Who keeps it: the record <c>farm</c>; null while it is being made.</summary>
    public Task<NwsValue?> KeeperAsync(CancellationToken cancellation) => workspace.FindTryAsync(SleighNames.FarmRecord, cancellation);

    /// <summary>The introductions of its workers, by rank.</summary>
    public Task<IReadOnlyList<NwsValue>> MembersAsync(CancellationToken cancellation) => ListAsync(SleighNames.Members, cancellation);

    /// <summary>The jobs that run.</summary>
    public Task<IReadOnlyList<NwsValue>> JobsAsync(CancellationToken cancellation) => ListAsync(SleighNames.Running, cancellation);

    /// <summary>How many tasks wait for a worker.</summary>
    public async Task<int> WaitingTasksAsync(CancellationToken cancellation) =>
        (await workspace.ListVarsAsync(cancellation)).Where(variable => TaskVariable.IsMatch(variable.Name)).Sum(variable => variable.ValueCount);

    private async Task<IReadOnlyList<NwsValue>> ListAsync(string variable, CancellationToken cancellation) =>
        await workspace.FindTryAsync(variable, cancellation) is { } list ? list.Items : [];
}
