namespace Nws.Hosts.Languages.EmbeddedJavaScript;

/// <summary>A task used more than its limits allow. Code cannot catch it.</summary>
internal sealed class TaskLimitException(string message) : Exception($"The sandboxed task was ended: {message}.");
