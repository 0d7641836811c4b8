namespace Nws.Hosts.Languages.CSharp;

/// <summary>Waits for what a function gave if it is a task, so that the value can be seen.</summary>
internal static class Awaited
{
    /// <summary>What the task of an async method without a value holds inside.</summary>
    private const string NoResult = "System.Threading.Tasks.VoidTaskResult";

    internal static async Task<object?> ValueAsync(object? result)
    {
        if (AsTask(result) is not { } task)
            return result;
        await task.ConfigureAwait(false);
        Type type = task.GetType();
        while (!(type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Task<>)) && type != typeof(Task))
            type = type.BaseType!;
        return type == typeof(Task) || type.GenericTypeArguments[0].FullName == NoResult
            ? null
            : type.GetProperty(nameof(Task<object>.Result))!.GetValue(task);
    }

    private static Task? AsTask(object? result) => result switch
    {
        Task task => task,
        ValueTask task => task.AsTask(),
        not null when result.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(ValueTask<>) =>
            (Task?)type.GetMethod(nameof(ValueTask<object>.AsTask))!.Invoke(result, null),
        _ => null,
    };
}
