namespace Nws.Server.Engine;

/// <summary>
/// A variable in a listing: how many <paramref name="Values"/> a find or fetch could get, those in flight not counted, and how many
/// <paramref name="Fetchers"/> and <paramref name="Finders"/> are blocked.
/// </summary>
internal sealed record VariableInfo(string Name, int Values, int Fetchers, int Finders, VariableMode Mode);
