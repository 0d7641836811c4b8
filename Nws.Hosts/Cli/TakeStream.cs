namespace Nws.Hosts.Cli;

/// <summary>Prints value after value. A fetched one is gone when it is printed, not before: what could not be printed stays where it was.</summary>
/// <param name="form">How to write the values.</param>
internal sealed class TakeStream(ValueForm form)
{
    private const int Together = 100;

    /// <summary>How many values have been printed.</summary>
    public int Printed { get; private set; }

    /// <summary>Fetches and prints one after the other.</summary>
    /// <param name="workspace">Where.</param>
    /// <param name="variable">From which variable.</param>
    /// <param name="timeout">How long to wait for each; null: for ever. It ends when none came in time.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task FetchAsync(NetWorkSpace workspace, string variable, TimeSpan? timeout, CancellationToken cancellation)
    {
        while (await workspace.FetchManyLeasesAsync([variable], Together, timeout, leaseTime: null, cancellation) is { Count: > 0 } leases) await PrintAsync(leases, cancellation);
    }

    /// <summary>Prints the values of a fifo or single variable one after the other and leaves them there.</summary>
    /// <param name="workspace">Where.</param>
    /// <param name="variable">Of which variable.</param>
    /// <param name="waits">Whether to wait for more at the end.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task FindAsync(NetWorkSpace workspace, string variable, bool waits, CancellationToken cancellation)
    {
        var values = waits ? workspace.IFind<NwsValue>(variable) : workspace.IFindTry<NwsValue>(variable);
        while (await values.NextAsync(cancellation) is (true, { } value)) Print(value);
    }

    private async Task PrintAsync(IReadOnlyList<NwsLease> leases, CancellationToken cancellation)
    {
        foreach (var (position, lease) in leases.Index())
        {
            try
            {
                cancellation.ThrowIfCancellationRequested();
                Print(lease.Value);
            }
            catch
            {
                foreach (var rest in leases.Skip(position).Reverse()) await rest.ReleaseAsync(CancellationToken.None);
                throw;
            }
            await lease.CompleteAsync();
        }
    }

    private void Print(NwsValue value)
    {
        ValueForms.Print(value, form);
        Printed++;
    }
}
