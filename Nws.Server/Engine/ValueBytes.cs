namespace Nws.Server.Engine;

/// <summary>The bytes of a value, as they came; the engine never looks into them. They are in memory, or they stay on the disk.</summary>
internal readonly record struct ValueBytes
{
    private readonly object? _content;

    public ValueBytes(byte[] bytes) => _content = bytes;

    public ValueBytes(LargeValue value) => _content = value;

    /// <summary>No value at all, as in <c>default</c>.</summary>
    public bool AreMissing => _content is null;

    public int Length => _content is byte[] bytes ? bytes.Length : ((LargeValue)_content!).Length;

    /// <summary>How many of them are in memory for as long as the value is there.</summary>
    public int Resident => _content is byte[] bytes ? bytes.Length : 0;

    /// <summary>The value if it stays on the disk; null: it stays in memory.</summary>
    public LargeValue? OnDisk => _content as LargeValue;

    /// <summary>The bytes if they are in memory just now; null: they must be read.</summary>
    public byte[]? InMemory => _content as byte[] ?? OnDisk?.InMemory;

    public static implicit operator ValueBytes(byte[] bytes) => new(bytes);
}
