using System.CommandLine;

namespace Nws.Hosts.Cli;

/// <summary><c>nws farm</c>: workers that stay, for many programs one after the other or at once.</summary>
internal static class FarmVerb
{
    public static Command Create() => new("farm", "Keep workers that any program can use: start, list, status, stop.")
    {
        FarmStartVerb.Create(), FarmRunVerb.Create(), FarmListVerb.Create(), FarmStatusVerb.Create(), FarmStopVerb.Create(),
    };
}
