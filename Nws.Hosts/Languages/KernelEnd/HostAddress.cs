namespace Nws.Hosts.Languages.KernelEnd;

/// <summary>Where the host of a kernel listens, and the token by which it knows the kernel.</summary>
/// <param name="Endpoint"><c>127.0.0.1:port</c>.</param>
/// <param name="Token">Used once.</param>
internal sealed record HostAddress(string Endpoint, string Token)
{
    /// <summary>Takes both out of the environment, so that no program of a task takes itself for a kernel.</summary>
    /// <returns>Null if nobody has started this process as a kernel; that has been said on standard error.</returns>
    internal static HostAddress? Take(NwsLanguage language)
    {
        if (TakeVariable("NWS_KERNEL") is { } endpoint && TakeVariable("NWS_KERNEL_TOKEN") is { } token) return new HostAddress(endpoint, token);
        Console.Error.WriteLine($"This is the part of nws that a worker or the REPL starts to run {language.ToDisplayName()}; it does nothing by itself.");
        return null;
    }

    private static string? TakeVariable(string name)
    {
        string? value = Environment.GetEnvironmentVariable(name);
        Environment.SetEnvironmentVariable(name, null);
        return value;
    }
}
