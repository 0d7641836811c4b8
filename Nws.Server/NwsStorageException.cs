namespace Nws.Server;

/// <summary>A data file cannot be used: it is damaged, taken by another server, or the disk refuses. The message names the file, the reason and what to do.</summary>
/// <param name="message">What was wrong.</param>
/// <param name="inner">What it came from; default: nothing.</param>
public sealed class NwsStorageException(string message, Exception? inner = null) : IOException(message, inner);
