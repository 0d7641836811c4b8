using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Nws.TestKit;

/// <summary>
/// Awaits a state that announces itself by no event, by looking again and again. Whoever has an event to await uses <see cref="TestDeadline"/>.
/// </summary>
internal static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    public static Task TrueAsync(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string what = "") =>
        TrueAsync(() => Task.FromResult(condition()), what);

    public static Task TrueAsync(Func<Task<bool>> condition, [CallerArgumentExpression(nameof(condition))] string what = "") =>
        TrueAsync(condition, TestDeadline.Limit, what);

    /// <summary>As the others, for what may take longer than what must happen soon.</summary>
    public static async Task TrueAsync(Func<Task<bool>> condition, TimeSpan limit, [CallerArgumentExpression(nameof(condition))] string what = "")
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            if (watch.Elapsed > limit)
                throw new TimeoutException($"This did not become true within {limit.TotalSeconds} s: {what}");
            await Task.Delay(Pause);
        }
    }
}
