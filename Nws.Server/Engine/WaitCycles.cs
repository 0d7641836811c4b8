namespace Nws.Server.Engine;

/// <summary>
/// Finds sessions that seem to wait for each other. A session waits for another that is the only one that ever stored what it waits for, or that has it on lease. It is likely, and never
/// certain: anybody may store anything, and a session may do many things at once.
/// </summary>
internal sealed class WaitCycles
{
    private readonly Dictionary<ClientNote, List<Link>> _links = [];

    /// <param name="waiters">Everybody who waits.</param>
    public WaitCycles(IReadOnlyCollection<Waiter> waiters)
    {
        var sessions = waiters.Select(waiter => waiter.Take.Session).Distinct().ToArray();
        var waiting = sessions.Select(session => session.Client).ToHashSet();
        var holders = sessions.SelectMany(session => session.Leases.Held.Select(lease => (lease.Variable, session.Client))).ToLookup(held => held.Variable, held => held.Client);
        foreach (var waiter in waiters)
        {
            var links = waiter.Variables.Select(variable => LinkTo(waiter, variable, holders[variable], waiting)).ToArray();
            // Who waits for one of several variables is held up only if all of them are.
            if (links.Length > 0 && links.All(link => link is not null)) LinksOf(waiter.Take.Session.Client).AddRange(links!);
        }
    }

    /// <summary>Why one session waits for another: the variable, and whether the other has its value on lease, not just stored there.</summary>
    public sealed record Link(ClientNote From, ClientNote To, Variable Variable, bool IsLease, Waiter Waiter);

    /// <summary>The shortest cycle that begins with this wait; empty without one.</summary>
    public IReadOnlyList<Link> Around(Waiter waiter)
    {
        var home = waiter.Take.Session.Client;
        if (!_links.TryGetValue(home, out var first)) return [];
        var (cameBy, queue) = (new Dictionary<ClientNote, Link>(), new Queue<ClientNote>());
        foreach (var link in first.Where(link => link.Waiter == waiter && cameBy.TryAdd(link.To, link))) queue.Enqueue(link.To);
        while (queue.TryDequeue(out var reached))
        {
            foreach (var link in _links.GetValueOrDefault(reached, []))
            {
                if (!cameBy.TryAdd(link.To, link)) continue;
                if (link.To == home) return WayBack(home, cameBy);
                queue.Enqueue(link.To);
            }
        }

        return [];
    }

    private static List<Link> WayBack(ClientNote home, Dictionary<ClientNote, Link> cameBy)
    {
        var way = new List<Link>();
        var at = home;
        do
        {
            way.Add(cameBy[at]);
            at = cameBy[at].From;
        }
        while (at != home);
        way.Reverse();
        return way;
    }

    private static Link? LinkTo(Waiter waiter, Variable variable, IEnumerable<ClientNote> holders, HashSet<ClientNote> waiting)
    {
        var from = waiter.Take.Session.Client;
        if (holders.FirstOrDefault(holder => holder != from) is { } holder) return new Link(from, holder, variable, IsLease: true, waiter);
        return variable.Stores.Only is { } storer && storer != from && waiting.Contains(storer) ? new Link(from, storer, variable, IsLease: false, waiter) : null;
    }

    private List<Link> LinksOf(ClientNote client)
    {
        if (!_links.TryGetValue(client, out var links)) _links.Add(client, links = []);
        return links;
    }
}
