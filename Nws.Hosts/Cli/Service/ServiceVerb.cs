using System.CommandLine;

namespace Nws.Hosts.Cli.Service;

/// <summary><c>nws service</c>: a server that the system starts and minds.</summary>
internal static class ServiceVerb
{
    public static Command Create() => new("service", "Let systemd run a server: install, uninstall, status.")
    {
        ServiceInstallVerb.Create(), ServiceUninstallVerb.Create(), ServiceStatusVerb.Create(),
    };
}
