using Nws.Server.Engine;

namespace Nws.Server.Loop;

/// <summary>Records for one commit, and what waits for it.</summary>
internal sealed class CommitBatch
{
    private const int KeptCapacity = 4096;

    public List<JournalRecord> Records { get; } = [];

    public List<Effect> Answers { get; } = [];

    public List<Action> Completions { get; } = [];

    /// <summary>The position of the last record.</summary>
    public long Position { get; set; }

    /// <summary>The size of the records.</summary>
    public long Bytes { get; set; }

    public bool IsEmpty => Records.Count + Answers.Count + Completions.Count == 0;

    public void Clear()
    {
        Records.Clear();
        Answers.Clear();
        Completions.Clear();
        Bytes = 0;
        if (Records.Capacity > KeptCapacity) Records.Capacity = KeptCapacity;
        if (Answers.Capacity > KeptCapacity) Answers.Capacity = KeptCapacity;
    }
}
