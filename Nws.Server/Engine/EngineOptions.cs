namespace Nws.Server.Engine;

/// <param name="Seed">
/// Seed of the order in which <c>multi</c> variables give out their values; null (the default): another order in every run.
/// </param>
internal sealed record EngineOptions(int? Seed = null);
