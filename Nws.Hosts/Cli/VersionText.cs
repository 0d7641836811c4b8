using System.Reflection;

namespace Nws.Hosts.Cli;

/// <summary>What <c>nws --version</c> says.</summary>
internal static class VersionText
{
    public static string Current { get; } =
        $"nws {typeof(VersionText).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion}";
}
