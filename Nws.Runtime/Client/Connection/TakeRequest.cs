using Nws.Values;

namespace Nws.Client;

/// <summary>A find or fetch: which variables, how long to wait, from where on, on what terms.</summary>
internal sealed record TakeRequest(string Method, string Workspace, IReadOnlyList<string> Variables)
{
    /// <summary>How long to wait; null = for ever; zero = not at all.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Cursor of the last value seen, for iteration.</summary>
    public (long Id, long Index)? After { get; init; }

    /// <summary>Whether the program confirms by <c>complete</c> or <c>release</c>.</summary>
    public bool Lease { get; init; }

    /// <summary>How long the lease lasts unless it is renewed; null = as long as the connection.</summary>
    public TimeSpan? LeaseTime { get; init; }

    /// <summary>How many values to take together at most, as a list; null = one, by itself.</summary>
    public int? Count { get; init; }

    /// <exception cref="ArgumentException">What the program gave cannot be asked for.</exception>
    public void Check()
    {
        ArgumentNullException.ThrowIfNull(Variables, "variables");
        foreach (string variable in Variables) ArgumentNullException.ThrowIfNull(variable);
        if (Timeout < TimeSpan.Zero && Timeout != System.Threading.Timeout.InfiniteTimeSpan)
            throw new ArgumentOutOfRangeException("timeout", Timeout, "A time limit is zero or more; null waits for ever.");
        if (LeaseTime <= TimeSpan.Zero || LeaseTime > TimeSpan.FromDays(1))
            throw new ArgumentOutOfRangeException("leaseTime", LeaseTime, "A lease lasts more than zero and at most a day; with null, as long as the connection.");
        if (Count < 1) throw new ArgumentOutOfRangeException("count", Count, "A count is 1 or more.");
    }

    public static void WriteParams(ref MessagePackWriter writer, TakeRequest request)
    {
        writer.WriteArrayHeader(3);
        writer.WriteText(request.Workspace);
        if (request.Variables.Count == 1)
        {
            writer.WriteText(request.Variables[0]);
        }
        else
        {
            writer.WriteArrayHeader(request.Variables.Count);
            foreach (string variable in request.Variables) writer.WriteText(variable);
        }
        request.WriteOptions(ref writer);
    }

    private void WriteOptions(ref MessagePackWriter writer)
    {
        bool limited = Timeout is not null && Timeout != System.Threading.Timeout.InfiniteTimeSpan;
        writer.WriteMapHeader((limited ? 1 : 0) + (After is null ? 0 : 1) + (Lease ? 1 : 0) + (Count is null ? 0 : 1));
        if (limited)
        {
            writer.WriteText("timeout");
            writer.WriteFloat64(Timeout!.Value.TotalSeconds);
        }
        if (After is var (id, index))
        {
            writer.WriteText("after");
            writer.WriteArrayHeader(2);
            writer.WriteInteger(id);
            writer.WriteInteger(index);
        }
        if (Count is { } count)
        {
            writer.WriteText("count");
            writer.WriteInteger((long)count);
        }
        if (!Lease) return;
        writer.WriteText("lease");
        if (LeaseTime is { } time) writer.WriteFloat64(time.TotalSeconds);
        else writer.WriteBool(true);
    }
}
