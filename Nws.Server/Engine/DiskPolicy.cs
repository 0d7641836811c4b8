namespace Nws.Server.Engine;

/// <summary>Which values of persistent workspaces stay on the disk: large ones always, others when so many are in memory that there is no more room for them.</summary>
/// <param name="largeBytes">A value is large from this size on.</param>
/// <param name="memoryBytes">How much memory the others may take together.</param>
internal sealed class DiskPolicy(int largeBytes, long memoryBytes)
{
    /// <summary>A value up to this size is always in memory: what says where it is on the disk would take as much.</summary>
    public const int SmallBytes = 128;

    private long _kept;

    /// <summary>Everything stays in memory.</summary>
    public static DiskPolicy None => new(int.MaxValue, long.MaxValue);

    /// <summary>Nothing need be in memory, for those who only look at a file.</summary>
    public static DiskPolicy All => new(0, 0);

    public static DiskPolicy Of(EngineOptions options) => new(options.LargeValueBytes, options.MaxKeptBytes);

    public bool LeavesOnDisk(int length) => length >= largeBytes || (length > SmallBytes && length > memoryBytes - _kept);

    /// <summary>A value came that stays in memory, or one went: then its size is negative.</summary>
    public void Keep(long bytes) => _kept += bytes;
}
