namespace Nws.Server.Engine;

/// <summary>Numbers 1, 2, 3, ... that are never given twice.</summary>
internal sealed class Sequence
{
    private long _last;

    public long Next() => ++_last;
}
