namespace Nws.Server.Engine;

/// <summary>Numbers that are never given twice: 1, 2, 3, ..., or those above <paramref name="last"/>.</summary>
internal sealed class Sequence(long last = 0)
{
    private long _last = last;

    public long Next() => ++_last;
}
