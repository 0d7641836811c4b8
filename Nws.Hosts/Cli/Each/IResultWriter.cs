namespace Nws.Hosts.Cli.Each;

/// <summary>Writes results, one after the other.</summary>
internal interface IResultWriter
{
    /// <summary>Writes one.</summary>
    /// <param name="row">The varying arguments.</param>
    /// <param name="value">The result; null if the element failed.</param>
    /// <param name="error">Why it failed; null if it did not.</param>
    void Write(IReadOnlyList<object?> row, NwsValue? value, NwsError? error);

    /// <summary>Writes what stands behind the last.</summary>
    void End();
}
