namespace Nws;

/// <summary>What a check of a data file found.</summary>
/// <param name="Variables">Every variable, by workspace and name.</param>
/// <param name="Faults">What is wrong, one sentence each; empty if nothing is.</param>
public sealed record NwsDataReport(IReadOnlyList<NwsDataVariable> Variables, IReadOnlyList<string> Faults);

/// <summary>A variable in a data file: what was <paramref name="Stored"/> was fetched, overwritten, or is there.</summary>
/// <param name="Workspace">Name of its workspace.</param>
/// <param name="Name">Its name.</param>
/// <param name="Mode">Its mode.</param>
/// <param name="Stored">How many values were ever stored.</param>
/// <param name="Fetched">How many of them were fetched, and that was confirmed.</param>
/// <param name="Overwritten">How many were replaced by another, in a <c>single</c> variable.</param>
/// <param name="Present">How many are there, those in flight among them.</param>
public sealed record NwsDataVariable(string Workspace, string Name, VariableMode Mode, long Stored, long Fetched, long Overwritten, long Present);
