namespace Nws;

/// <summary>Something that happened to a variable.</summary>
/// <param name="Kind"><c>made</c>, <c>stored</c>, <c>fetched</c>, <c>returned</c>, <c>buried</c>, <c>dropped</c> or <c>deleted</c>, see PROTOCOL.md.</param>
/// <param name="Variable">The variable's name.</param>
/// <param name="Version">Which value; its index is -1 if it is about the variable.</param>
public readonly record struct NwsChange(string Kind, string Variable, NwsVersion Version);
