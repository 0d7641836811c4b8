using Nws.Wire;

namespace Nws.Server.Engine;

/// <summary>How a request ended: a closed family, one case per shape of answer.</summary>
internal abstract record Outcome
{
    private Outcome()
    {
    }

    /// <summary>It was done and there is nothing to tell.</summary>
    public sealed record Done : Outcome
    {
        public static readonly Done Instance = new();
    }

    /// <summary>The time was up, or the request did not want to wait, and no value was there.</summary>
    public sealed record Nothing : Outcome
    {
        public static readonly Nothing Instance = new();
    }

    /// <summary>
    /// A value found or fetched. <paramref name="Lease"/> is 0 if there is nothing to confirm; <paramref name="Attempt"/> tells how often
    /// the value has been handed to a fetcher, this time included, and is 1 for a find; <paramref name="HeldByProgram"/> tells that the
    /// lease was asked for, so the value's arrival does not end it; <paramref name="Record"/> that it comes from a persistent
    /// workspace, and rests on so many of the <see cref="Ledger"/>'s records.
    /// </summary>
    public sealed record Delivered(
        ValueBytes Value, string Variable, long Id, long Index, long Lease, int Attempt, bool HeldByProgram = false, long? Record = null) : Outcome;

    /// <summary>Values fetched together, at least one, all from the same variable.</summary>
    public sealed record DeliveredTogether(Delivered[] Items) : Outcome;

    /// <summary>Those of the leases asked about that have ended.</summary>
    public sealed record Ended(long[] Leases) : Outcome;

    public sealed record Number(long Value) : Outcome;

    /// <summary>Changes that a watch has collected; <paramref name="Durable"/> tells that they are of a persistent workspace.</summary>
    public sealed record Changes(WatchEvent[] Events, bool Durable) : Outcome;

    /// <summary>Values that were put aside; <paramref name="Durable"/> tells that they are of a persistent workspace.</summary>
    public sealed record BuriedValues(IReadOnlyList<BuriedValue> Values, bool Durable) : Outcome;

    /// <summary>A result that did not come from the engine, as it is to be sent.</summary>
    public sealed record Encoded(byte[] Value) : Outcome;

    /// <summary>The name of a new temporary workspace.</summary>
    public sealed record Named(string Name) : Outcome;

    public sealed record Flag(bool Value) : Outcome
    {
        public static readonly Flag True = new(true);
        public static readonly Flag False = new(false);
    }

    public sealed record Workspace(WorkspaceInfo Info) : Outcome;

    public sealed record Workspaces(IReadOnlyList<WorkspaceInfo> Infos) : Outcome;

    public sealed record Variables(IReadOnlyList<VariableInfo> Infos) : Outcome;

    public sealed record Waits(IReadOnlyList<WaitInfo> Infos) : Outcome;

    /// <summary>It was refused or ended; the message tells people what was wrong and what to do.</summary>
    public sealed record Failed(ErrorCode Code, string Message) : Outcome;
}
