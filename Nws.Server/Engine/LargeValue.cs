namespace Nws.Server.Engine;

/// <summary>
/// A value that stays on the disk. Its bytes are in memory from when they come until they have been written down, and once more when its row goes while somebody is still to get them. The engine
/// never asks for them; the journal writes and recalls them, and whoever sends the value reads them.
/// </summary>
internal sealed class LargeValue
{
    private readonly bool _came;
    private volatile LargeValue? _before;
    private volatile byte[]? _bytes;
    private bool _wasRecalled;
    private volatile string? _damage;

    /// <param name="row">Its number in the journal.</param>
    /// <param name="length">Its size.</param>
    /// <param name="bytes">The value, if it has just come; null: it is on the disk.</param>
    public LargeValue(long row, int length, byte[]? bytes = null) => (Row, Length, _bytes, _came) = (row, length, bytes, bytes is not null);

    /// <summary>The same value in another row; the journal recalls it from the one before.</summary>
    public LargeValue(long row, LargeValue before) => (Row, Length, _before) = (row, before.Length, before);

    public long Row { get; }

    public int Length { get; }

    /// <summary>The bytes if they are in memory just now.</summary>
    public byte[]? InMemory => _bytes ?? _before?._bytes;

    /// <summary>What was wrong with the bytes when they were recalled; null: nothing.</summary>
    public string? Damage => _damage ?? _before?.Damage;

    /// <summary>The bytes are on the disk, so that they need not be in memory.</summary>
    /// <returns>How many bytes had come with it, and are now nobody's.</returns>
    public long Written()
    {
        if (!_wasRecalled) _bytes = null;
        _before = null;
        return _came ? Length : 0;
    }

    /// <summary>Its row is about to go.</summary>
    /// <param name="bytes">What is in it; if it is damaged, not to be served.</param>
    /// <param name="damage">What is wrong with them; null: nothing.</param>
    public void Recall(byte[] bytes, string? damage)
    {
        (_damage, _wasRecalled) = (damage, true);
        _bytes = bytes;
    }
}
