using System.Runtime.CompilerServices;

namespace Nws.TestKit;

/// <summary>How long a test waits for what must happen soon, so that a test of something that hangs fails and says where.</summary>
internal static class TestDeadline
{
    /// <summary>Generous: a busy machine must not fail a test.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <summary>Awaits a task that must end within the limit.</summary>
    public static async Task Soon(this Task task, [CallerArgumentExpression(nameof(task))] string what = "")
    {
        try
        {
            await task.WaitAsync(Limit);
        }
        catch (TimeoutException) when (!task.IsCompleted)
        {
            throw new TimeoutException($"This did not end within {Limit.TotalSeconds} s: {what}");
        }
    }

    /// <inheritdoc cref="Soon(Task, string)"/>
    public static async Task<T> Soon<T>(this Task<T> task, [CallerArgumentExpression(nameof(task))] string what = "")
    {
        await Soon((Task)task, what);
        return await task;
    }
}
