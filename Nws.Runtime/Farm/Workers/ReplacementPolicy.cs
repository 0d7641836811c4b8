namespace Nws.Farm;

/// <summary>
/// Whether the worker that ended in some place is replaced, and when: at once if it had done something, for then it was a task or somebody from outside that ended it; later and later if its predecessors had done
/// nothing either; and at last not any more.
/// </summary>
internal sealed class ReplacementPolicy
{
    private const int MostInARow = 30;
    private const int MostThatDoNotJoin = 5;
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(0.1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    private int _inARow;
    private int _notJoined;
    private bool _hasJoined;

    /// <summary>How long to wait before a replacement is started; null if there is to be none.</summary>
    /// <param name="hadJoined">Whether the worker had joined its Sleigh. If the first one had not, or several in a row have not, workers cannot be started here at all.</param>
    /// <param name="hadWorked">Whether a result of it had come.</param>
    public TimeSpan? AfterEnd(bool hadJoined, bool hadWorked)
    {
        _hasJoined |= hadJoined;
        if (!_hasJoined) return null;
        _notJoined = hadJoined ? 0 : _notJoined + 1;
        if (_notJoined >= MostThatDoNotJoin) return null;
        if (hadWorked) _inARow = 0;
        if (++_inARow > MostInARow) return null;
        if (_inARow == 1) return TimeSpan.Zero;
        double seconds = FirstWait.TotalSeconds * Math.Pow(2, _inARow - 2);
        return TimeSpan.FromSeconds(Math.Min(seconds, LongestWait.TotalSeconds));
    }
}
