namespace Nws.Server.Engine;

/// <param name="Seed">
/// Seed of the order in which <c>multi</c> variables give out their values; null (the default): another order in every run.
/// </param>
/// <param name="MaxValues">Values that one variable may hold.</param>
/// <param name="MaxWaiters">Requests that may wait in one variable.</param>
/// <param name="MaxBytes">Size of all values together.</param>
/// <param name="MaxWatchEvents">Changes that may wait for one watch to be asked.</param>
/// <param name="LargeValueBytes">Values of persistent workspaces that are written down stay on the disk from this size on.</param>
/// <param name="MaxKeptBytes">How much memory the other values of persistent workspaces may take before further ones stay on the disk.</param>
internal sealed record EngineOptions(
    int? Seed = null, int MaxValues = int.MaxValue, int MaxWaiters = int.MaxValue, long MaxBytes = long.MaxValue, int MaxWatchEvents = 10_000,
    int LargeValueBytes = int.MaxValue, long MaxKeptBytes = long.MaxValue);
