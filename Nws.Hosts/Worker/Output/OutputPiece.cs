using System.Text;

namespace Nws.Hosts.Worker;

/// <summary>Text that one element printed to one stream, in the order it came.</summary>
/// <param name="Job">The job; null if no task ran.</param>
/// <param name="Tag">The number of the element; null outside of elements, or if nobody knows.</param>
/// <param name="Attempt">How many times its task had been delivered.</param>
/// <param name="Stream"><c>stdout</c> or <c>stderr</c>.</param>
internal sealed record OutputPiece(long? Job, int? Tag, int Attempt, string Stream)
{
    private readonly StringBuilder _text = new();
    private readonly DateTimeOffset _time = DateTimeOffset.UtcNow;

    public int Length => _text.Length;

    public void Append(ReadOnlySpan<char> text) => _text.Append(text);

    /// <summary>The next piece of the same source.</summary>
    public OutputPiece Next() => new(Job, Tag, Attempt, Stream);

    /// <summary>Whether it was printed by the same element.</summary>
    public bool IsOf(OutputPiece other) => (Job, Tag) == (other.Job, other.Tag);

    /// <summary>Whether what comes from another source belongs to it.</summary>
    public bool Continues(OutputPiece other) => (Job, Tag, Attempt, Stream) == (other.Job, other.Tag, other.Attempt, other.Stream);

    public Dictionary<string, object?> ToRecord() => new()
    {
        ["job"] = Job, ["tag"] = Tag, ["attempt"] = Attempt, ["stream"] = Stream, ["text"] = _text.ToString(), ["time"] = _time,
    };
}
