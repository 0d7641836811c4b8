namespace Nws.Hosts.Cli;

/// <summary>Messages for people, on standard error, so that they never mix with results.</summary>
internal static class Complaint
{
    /// <summary>Says what went wrong.</summary>
    /// <returns><paramref name="exitCode"/>, to be given back.</returns>
    public static int Say(string message, int exitCode)
    {
        Console.Error.WriteLine($"nws: {message}");
        return exitCode;
    }
}
