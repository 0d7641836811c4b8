using System.Text;

namespace Nws.Values;

/// <summary>Text that stops growing at a limit: what does not fit any more is dropped, with a mark at the place.</summary>
internal sealed class BoundedText(int limit)
{
    internal const string Mark = "…";

    private readonly StringBuilder _text = new();

    /// <summary>Whether something was dropped; nothing more is taken then.</summary>
    internal bool IsFull { get; private set; }

    internal void Append(ReadOnlySpan<char> piece)
    {
        if (IsFull)
            return;
        IsFull = piece.Length > limit - _text.Length;
        _text.Append(IsFull ? Mark : piece);
    }

    /// <summary>Tells how much is left out here.</summary>
    internal void AppendElision(long count) => Append($"{Mark} {count} more");

    public override string ToString() => _text.ToString();
}
