namespace Nws;

/// <summary>One workspace in a listing (user guide: <c>listWss</c>).</summary>
/// <param name="Name">Name of the workspace.</param>
/// <param name="Mine">Whether this connection owns it.</param>
/// <param name="Owner">Who owns it: address and name of the client; empty if nobody does.</param>
/// <param name="Persistent">Whether it outlives its owner's connection.</param>
/// <param name="VariableCount">How many variables it has.</param>
/// <param name="VariableNames">The variables' names, sorted, if they were asked for; else empty.</param>
public sealed record WorkspaceListing(string Name, bool Mine, string Owner, bool Persistent, int VariableCount, IReadOnlyList<string> VariableNames);

/// <summary>One variable in a listing (user guide: <c>listVars</c>).</summary>
/// <param name="Name">Name of the variable.</param>
/// <param name="ValueCount">How many values it holds.</param>
/// <param name="FetcherCount">How many fetches wait for a value.</param>
/// <param name="FinderCount">How many finds wait for a value.</param>
/// <param name="Mode">Its mode; <see cref="VariableMode.Unknown"/> before the first store or declaration.</param>
public sealed record VariableListing(string Name, int ValueCount, int FetcherCount, int FinderCount, VariableMode Mode);
