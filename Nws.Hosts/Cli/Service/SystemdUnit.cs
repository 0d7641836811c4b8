using System.Text;
using System.Text.RegularExpressions;

namespace Nws.Hosts.Cli.Service;

/// <summary>The text of a unit that runs a server: it is started when the network is there, tells when it listens, is started again when it fails, and may do little else than serve.</summary>
/// <param name="Place">Whose service it is.</param>
/// <param name="Command">The program and its words.</param>
/// <param name="RunAs">For a service of the machine: the user it runs as; null: one that exists while it runs only.</param>
/// <param name="Writable">Folders it must be able to write, beside its own in <c>/var/lib</c>.</param>
internal sealed record SystemdUnit(SystemdPlace Place, IReadOnlyList<string> Command, string? RunAs, IReadOnlyList<string> Writable)
{
    private const string Everywhere = """
        NoNewPrivileges=yes
        LockPersonality=yes
        RestrictRealtime=yes
        RestrictSUIDSGID=yes
        SystemCallArchitectures=native
        UMask=0077
        """;

    // No MemoryDenyWriteExecute: code is compiled as it runs.
    private const string System = """
        ProtectSystem=strict
        ProtectHome=read-only
        PrivateTmp=yes
        PrivateDevices=yes
        ProtectClock=yes
        ProtectHostname=yes
        ProtectControlGroups=yes
        ProtectKernelLogs=yes
        ProtectKernelModules=yes
        ProtectKernelTunables=yes
        RestrictNamespaces=yes
        RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK
        CapabilityBoundingSet=
        """;

    /// <summary>The whole file.</summary>
    public override string ToString()
    {
        string user = !Place.IsSystem ? "" : RunAs is null ? "DynamicUser=yes\n" : $"User={RunAs}\n";
        string state = Place.IsSystem ? $"StateDirectory={Place.Name}\n" : "";
        string writable = Place.IsSystem && Writable.Count > 0 ? $"ReadWritePaths={string.Join(' ', Writable.Select(Quote))}\n" : "";
        return $"""
            # Written by nws service install.
            [Unit]
            Description=Nws server ({Place.Name})
            Wants=network-online.target
            After=network-online.target

            [Service]
            Type=notify
            EnvironmentFile=-{Escape(Place.EnvironmentFile)}
            ExecStart={string.Join(' ', Command.Select(Quote))}
            ExecReload=/bin/kill -HUP $MAINPID
            Restart=on-failure
            RestartSec=2
            TimeoutStopSec=30
            LimitNOFILE=65536
            {user}{state}{writable}{Everywhere}
            {(Place.IsSystem ? System + "\n" : "")}
            [Install]
            WantedBy={(Place.IsSystem ? "multi-user.target" : "default.target")}

            """.ReplaceLineEndings("\n");
    }

    private static string Quote(string word)
    {
        string escaped = Escape(word).Replace("$", "$$", StringComparison.Ordinal);
        return Regex.IsMatch(word, @"^[^\s""'\\;]+$") ? escaped : new StringBuilder("\"").Append(escaped.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)).Append('"').ToString();
    }

    private static string Escape(string text) => text.Replace("%", "%%", StringComparison.Ordinal);
}
