using System.CommandLine;
using Microsoft.Extensions.Logging;
using Nws.Hosts.Cli.Configuration;
using Nws.Hosts.Cli.Logging;
using Nws.Server;

namespace Nws.Hosts.Cli;

/// <summary>
/// The table of the options that say how a server runs: of <c>nws serve</c> and <c>nws start</c>, of the environment and of the configuration file. Help, parsing, <c>nws config</c> and docs/configuration.md go by it.
/// A new option is an entry here, its line in <see cref="All"/> and in <see cref="OptionsOf"/>, and its row in docs/configuration.md, which a test holds against the table.
/// </summary>
internal static class ServerArguments
{
    private static readonly NwsServerOptions Defaults = new();

    public static readonly ServerSetting<string> Host = new("host", "host", "Address to listen on: an IP address, localhost, or * for all.", "localhost", SettingText.Text);

    public static readonly ServerSetting<int> Port = new("port", "port", "TCP port for clients; 0 = any free port.", NwsEndpoint.DefaultPort, SettingText.Port);

    public static readonly ServerSetting<int> WebPort = new("web-port", "port", "HTTP port of the web console; 0 = any free port.", NwsServerOptions.DefaultWebPort, SettingText.Port);

    public static readonly ServerSetting<string?> Token = new("token", "token", "What clients must know to be let in. Without one all on this machine are let in.", null, SettingText.Text) { IsSecret = true };

    public static readonly ServerSetting<string?> Tokens = new(
        "tokens", "file", "File of further tokens, each with the right to read, write or administrate, and its workspaces. In nws.toml they may stand themselves, as sections [[tokens]].", null, SettingText.Text) { IsFile = true };

    public static readonly ServerSetting<string?> TlsCert = new(
        "tls-cert", "file", "Certificate by which both ports speak TLS, in PEM with those that vouch for it, or in PFX with its key.", null, SettingText.Text) { IsFile = true };

    public static readonly ServerSetting<string?> TlsKey = new("tls-key", "file", "Its private key in PEM, if that is not in the file of the certificate.", null, SettingText.Text) { IsFile = true };

    public static readonly ServerSetting<string?> TlsPassword = new("tls-password", "password", "What the private key is encrypted with.", null, SettingText.Text) { IsSecret = true };

    public static readonly ServerSetting<bool> TlsSelfSigned = new(
        "tls-self-signed", "", "Speak TLS by a certificate of the server's own, made once and kept beside the data file or with the state of servers. Clients pin it.", false, SettingText.Flag);

    public static readonly ServerSetting<bool> WebCode = new(
        "web-code", "", "Let whoever reaches the web console store expressions in every language: they run as you. Without it that takes a token; JavaScript in its sandbox needs neither.", false, SettingText.Flag);

    public static readonly ServerSetting<bool> Insecure = new("insecure", "", "Listen on other addresses than loopback without a token.", false, SettingText.Flag);

    public static readonly ServerSetting<int> MaxValues = new("max-values", "n", "Values that one variable may hold.", Defaults.MaxVariableValues, SettingText.Count);

    public static readonly ServerSetting<int> MaxWaiters = new("max-waiters", "n", "Requests that may wait in one variable.", Defaults.MaxVariableWaiters, SettingText.Count);

    public static readonly ServerSetting<long?> MaxMemory = new(
        "max-memory", "bytes", "Size of all values in memory, with 64 bytes for each beside its own. Default: three quarters of the memory.", null, SettingText.Bytes);

    public static readonly ServerSetting<int> MaxFetchCount = new("max-fetch-count", "n", "Values that one fetch may take together.", Defaults.MaxFetchCount, SettingText.Count);

    public static readonly ServerSetting<double> Grace = new(
        "grace", "seconds", "How long a client that has lost its connection may take to resume its session; 0 = not at all.", Defaults.Grace.TotalSeconds, SettingText.Grace);

    public static readonly ServerSetting<string?> Data = new(
        "data", "file", "File that keeps persistent workspaces when the server ends. Without one they end with it.", null, SettingText.Text) { IsFile = true };

    public static readonly ServerSetting<NwsDurability> Durability = new(
        "durability", "full|relaxed", "full: an answer survives a loss of power; relaxed: the end of the process only, and is quicker. Default: full.", NwsDurability.Full, SettingText.Durability);

    public static readonly ServerSetting<int> LargeValue = new(
        "large-value", "bytes", "With --data: values of persistent workspaces stay in the file from this size on, and are read when they are wanted.", Defaults.LargeValueBytes, SettingText.ValueBytes);

    public static readonly ServerSetting<long?> DataMemory = new(
        "data-memory", "bytes", "With --data: memory for the other values of persistent workspaces; further ones stay in the file, too. Default: half of --max-memory.", null, SettingText.Bytes);

    public static readonly ServerSetting<LogLevel> LogLevel = new(
        "log-level", "debug|information|warning|error", "From which level on the server tells what happens. Default: warning; information with nws start.", Microsoft.Extensions.Logging.LogLevel.Warning, SettingText.LogLevel);

    public static readonly ServerSetting<LogFormat> LogFormat = new("log-format", "text|json", "How the log is written: a line for people, or a JSON object per line. Default: text.", Logging.LogFormat.Text, SettingText.LogFormat);

    public static readonly ServerSetting<string?> LogFile = new("log-file", "file", "File that the log goes to; older parts are kept beside it. Without one it goes to standard error.", null, SettingText.Text) { IsFile = true };

    public static readonly ServerSetting<string?> OtlpEndpoint = new(
        "otlp-endpoint", "url", "Where traces and metrics go by OpenTelemetry, such as http://localhost:4318. Default: OTEL_EXPORTER_OTLP_ENDPOINT, else nowhere.", null, SettingText.Text);

    /// <summary>All of them, in the order of the help.</summary>
    public static readonly IReadOnlyList<ServerSetting> All =
    [
        Host, Port, WebPort, Token, Tokens, TlsCert, TlsKey, TlsPassword, TlsSelfSigned, WebCode, Insecure, MaxValues, MaxWaiters, MaxMemory, MaxFetchCount, Grace, Data, Durability, LargeValue, DataMemory,
        LogLevel, LogFormat, LogFile, OtlpEndpoint,
    ];

    /// <summary>The configuration file.</summary>
    public static readonly Option<string?> Config = new("--config")
    {
        Description = $"The configuration file. Default: {ConfigurationFile.Variable}, else nws.toml or nws.json here or in ~/.config/nws, if there is one.",
        HelpName = "file",
    };

    /// <summary>Adds all options to a verb.</summary>
    public static void AddTo(Command command) => AddTo(command, [.. All]);

    /// <summary>Adds some options and the configuration file to a verb.</summary>
    public static void AddTo(Command command, params ServerSetting[] settings)
    {
        command.Options.Add(Config);
        foreach (var setting in settings) command.Options.Add(setting.Option);
    }

    /// <summary>What the server makes of the values.</summary>
    public static NwsServerOptions OptionsOf(ServerConfiguration values) => new()
    {
        Host = values.Get(Host),
        Port = values.Get(Port),
        WebPort = values.Get(WebPort),
        Token = values.Get(Token),
        Insecure = values.Get(Insecure),
        MaxVariableValues = values.Get(MaxValues),
        MaxVariableWaiters = values.Get(MaxWaiters),
        MaxMemoryBytes = values.Get(MaxMemory) ?? Defaults.MaxMemoryBytes,
        MaxFetchCount = values.Get(MaxFetchCount),
        Grace = TimeSpan.FromSeconds(values.Get(Grace)),
        Data = values.Get(Data),
        Durability = values.Get(Durability),
        LargeValueBytes = values.Get(LargeValue),
        MaxDataMemoryBytes = values.Get(DataMemory),
        LogLevel = values.Get(LogLevel),
    };
}
