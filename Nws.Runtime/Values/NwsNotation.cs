namespace Nws;

/// <summary>The ways to write a value as text.</summary>
public enum NwsNotation
{
    /// <summary>
    /// For people who read C#: <c>{ name: "x", sizes: [1, 2.0, 3.5f, 1.50m], pair: (1, null), seen: set { 1 }, data: int[2] { 1, 2 } }</c>,
    /// times as ISO 8601, durations as <see cref="TimeSpan"/> writes them. Not meant to be compiled.
    /// </summary>
    CSharp,

    /// <summary>
    /// As Python's <c>repr</c>: <c>{'name': 'x', 'pair': (1, None), 'price': Decimal('1.50')}</c>; numeric arrays as numpy writes them.
    /// </summary>
    Python,

    /// <summary>As Node's prompt writes it: <c>{ name: 'x', big: 9007199254740993n, seen: Set(1) { 1 } }</c>.</summary>
    JavaScript,

    /// <summary>
    /// Valid JSON, unless a limit cut something. What JSON lacks becomes: NaN and infinities text (<c>"NaN"</c>), bytes base64 text,
    /// times and durations ISO 8601 text, a uuid text, a complex number <c>[real, imaginary]</c>, tuples, sets and numeric arrays arrays,
    /// an error an object of its fields, and a map with keys other than text an array of <c>[key, value]</c> pairs.
    /// </summary>
    Json,
}
