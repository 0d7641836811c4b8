using Nws.Server.Engine;

namespace Nws.Server.Persistence;

/// <summary>Reads what is kept of values beside themselves, behind the values, and holds every row against its checksum.</summary>
internal sealed class TermReader(SqliteDatabase database, DataContents contents, DiskPolicy disk, Action<string> complain)
{
    public void Read()
    {
        var owners = contents.Variables.Values.SelectMany(variable => variable.Values, (variable, value) => (value.Row, variable)).ToDictionary(pair => pair.Row, pair => pair.variable);
        ReadTerms(owners);
        ReadHolds(owners);
        ReadBuried(owners);
        ReadPending();
        ReadMemories();
    }

    private void ReadTerms(Dictionary<long, KeptVariable> owners)
    {
        using var query = database.Query("SELECT row, expires, key, checksum FROM term");
        while (query.Read())
        {
            var (row, term) = (query.Number(0), new KeptTerm(query.Number(1), query.Text(2)));
            if (SqliteTerms.Sum(row, term) != query.Number(3)) complain($"The terms of value {row} are damaged.");
            if (owners.TryGetValue(row, out var variable)) variable.Terms[row] = term;
            else complain($"Value {row} has terms, but is missing.");
        }
    }

    private void ReadHolds(Dictionary<long, KeptVariable> owners)
    {
        using var query = database.Query("SELECT row, until, checksum FROM hold");
        while (query.Read())
        {
            var (row, until) = (query.Number(0), query.Number(1));
            if (Checksum.Of(row, until) != query.Number(2)) complain($"The time at which value {row} comes back is damaged.");
            if (owners.TryGetValue(row, out var variable)) variable.Holds[row] = until;
            else complain($"Value {row} is to come back, but is missing.");
        }
    }

    private void ReadBuried(Dictionary<long, KeptVariable> owners)
    {
        using var query = database.Query("SELECT row, cause, time, checksum FROM buried");
        while (query.Read())
        {
            var (row, grave) = (query.Number(0), new KeptGrave(query.Text(1), query.Number(2)));
            if (SqliteTerms.Sum(row, grave) != query.Number(3)) complain($"The cause for which value {row} was put aside is damaged.");
            if (owners.TryGetValue(row, out var variable)) variable.Buried[row] = grave;
            else complain($"Value {row} was put aside, but is missing.");
        }
    }

    private void ReadPending()
    {
        using var query = database.Query("SELECT row, variable, due, priority, expires, key, checksum, bytes FROM pending ORDER BY row");
        while (query.Read())
        {
            var id = query.Number(1);
            var pending = new PendingValue(query.Number(0), query.Bytes(7).ToArray(), query.Number(2), (int)query.Number(3), query.Number(4), query.Text(5));
            contents.LastRow = Math.Max(contents.LastRow, pending.Row);
            if (SqliteTerms.Sum(id, pending) != query.Number(6)) complain($"Value {pending.Row}, which is to appear, is damaged.");
            if (contents.Variables.TryGetValue(id, out var variable)) variable.Pending.Add(pending with { Bytes = Shelve(pending) });
            else complain($"Value {pending.Row}, which is to appear, belongs to no variable.");
        }
    }

    private ValueBytes Shelve(PendingValue pending)
    {
        if (disk.LeavesOnDisk(pending.Bytes.Length)) return new ValueBytes(new LargeValue(pending.Row, pending.Bytes.Length));
        disk.Keep(pending.Bytes.Length);
        return pending.Bytes;
    }

    private void ReadMemories()
    {
        using var query = database.Query("SELECT variable, key, until, checksum FROM memory");
        while (query.Read())
        {
            var (id, memory) = (query.Number(0), new KeyMemory(query.Text(1), query.Number(2)));
            if (SqliteTerms.Sum(id, memory) != query.Number(3)) complain($"A key of variable {id} is damaged.");
            if (contents.Variables.TryGetValue(id, out var variable)) variable.Memories.Add(memory);
            else complain($"A key is known in variable {id}, but there is no such variable.");
        }
    }
}
