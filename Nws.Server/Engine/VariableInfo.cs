namespace Nws.Server.Engine;

/// <summary>
/// A variable in a listing: how many <paramref name="Values"/> a find or fetch could get, those in flight not counted, and how many
/// <paramref name="Fetchers"/> and <paramref name="Finders"/> are blocked; how many values are <paramref name="Delayed"/>: they are to appear or to come back; how many are <paramref name="Buried"/>: put aside.
/// </summary>
internal sealed record VariableInfo(string Name, int Values, int Fetchers, int Finders, VariableMode Mode, int Delayed = 0, int Buried = 0);
