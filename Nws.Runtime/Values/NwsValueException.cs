namespace Nws;

/// <summary>
/// A value could not be made, encoded, decoded or converted. The message says what was wrong and where: the path inside the value
/// (<c>at ['rows'][3]</c>) or the position inside the bytes (<c>byte 17</c>).
/// </summary>
public sealed class NwsValueException : NwsException
{
    private NwsValueException(string message, string path, int? position, Exception? innerException)
        : base(message, innerException)
    {
        Path = path;
        Position = position;
    }

    /// <summary>
    /// The path to the culprit inside the value, such as <c>['rows'][3]</c>; empty for the value itself and for faulty bytes.
    /// </summary>
    public string Path { get; }

    /// <summary>The position of the faulty byte, counted from 0; null if the fault is not in encoded bytes.</summary>
    public int? Position { get; }

    internal static NwsValueException AtByte(int position, string problem) =>
        new($"Faulty value at byte {position}: {problem}", "", position, null);

    internal static NwsValueException AtPath(string path, string problem, Exception? innerException = null) =>
        new(path.Length == 0 ? problem : $"{problem}, at {path}", path, null, innerException);
}
