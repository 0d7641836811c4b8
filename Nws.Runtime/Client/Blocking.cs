namespace Nws.Client;

/// <summary>The one place that blocks a thread on a task, for the forms without <c>Async</c> and for the thread that starts the command.</summary>
internal static class Blocking
{
    // Throws the operation's own exception, not a wrapper.
    public static void Block(this Task operation) => operation.GetAwaiter().GetResult();

    public static T Block<T>(this Task<T> operation) => operation.GetAwaiter().GetResult();
}
