namespace Nws.Server.Tests.Engine.Histories;

/// <summary>Makes many small random numbers out of one large one.</summary>
internal sealed class Dice(int number)
{
    private ulong _state = (ulong)number;

    /// <summary>From 0 to <paramref name="sides"/> - 1.</summary>
    public int Roll(int sides)
    {
        _state = unchecked(_state * 6364136223846793005UL + 1442695040888963407UL);
        return (int)((_state >> 33) % (ulong)sides);
    }

    public T Pick<T>(params ReadOnlySpan<T> choices) => choices[Roll(choices.Length)];
}
