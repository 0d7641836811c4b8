using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Nws.Server;

namespace Nws.Hosts.Cli;

/// <summary>The options that say how a server runs: of <c>nws serve</c> and <c>nws start</c>.</summary>
internal static class ServerArguments
{
    public static readonly Option<string> Host = new("--host")
    {
        Description = "Address to listen on: an IP address, localhost, or * for all.",
        HelpName = "host",
        DefaultValueFactory = _ => "localhost",
    };

    public static readonly Option<int> Port = new("--port")
    {
        Description = "TCP port for clients; 0 = any free port.",
        HelpName = "port",
        DefaultValueFactory = _ => NwsEndpoint.DefaultPort,
        CustomParser = ParsePort,
    };

    public static readonly Option<int> WebPort = new("--web-port")
    {
        Description = "HTTP port of the web console; 0 = any free port.",
        HelpName = "port",
        DefaultValueFactory = _ => NwsServerOptions.DefaultWebPort,
        CustomParser = ParsePort,
    };

    public static readonly Option<string?> Token = new("--token")
    {
        Description = $"What clients must know to be let in. Default: {NwsEndpoint.TokenVariable}, else all on this machine are let in.",
        HelpName = "token",
    };

    public static readonly Option<bool> WebCode = new("--web-code")
    {
        Description = "Let whoever reaches the web console store expressions in every language: they run as you. Without it that takes a token; JavaScript in its sandbox needs neither.",
    };

    public static readonly Option<bool> Insecure = new("--insecure")
    {
        Description = "Listen on other addresses than loopback without a token.",
    };

    public static readonly Option<int> MaxValues = new("--max-values")
    {
        Description = "Values that one variable may hold.",
        HelpName = "n",
        DefaultValueFactory = _ => new NwsServerOptions().MaxVariableValues,
    };

    public static readonly Option<int> MaxWaiters = new("--max-waiters")
    {
        Description = "Requests that may wait in one variable.",
        HelpName = "n",
        DefaultValueFactory = _ => new NwsServerOptions().MaxVariableWaiters,
    };

    public static readonly Option<long?> MaxMemory = new("--max-memory")
    {
        Description = "Size of all values in memory in bytes, with 64 bytes for each beside its own. Default: three quarters of the memory.",
        HelpName = "bytes",
    };

    public static readonly Option<int> MaxFetchCount = new("--max-fetch-count")
    {
        Description = "Values that one fetch may take together.",
        HelpName = "n",
        DefaultValueFactory = _ => new NwsServerOptions().MaxFetchCount,
    };

    public static readonly Option<double> Grace = new("--grace")
    {
        Description = "How long a client that has lost its connection may take to resume its session; 0 = not at all.",
        HelpName = "seconds",
        DefaultValueFactory = _ => new NwsServerOptions().Grace.TotalSeconds,
        CustomParser = ParseGrace,
    };

    public static readonly Option<string?> Data = new("--data")
    {
        Description = $"File that keeps persistent workspaces when the server ends. Default: {DataVariable}, else they end with it.",
        HelpName = "file",
    };

    public static readonly Option<NwsDurability> Durability = new("--durability")
    {
        Description = "full: an answer survives a loss of power; relaxed: the end of the process only, and is quicker.",
        HelpName = "full|relaxed",
        CustomParser = ParseDurability,
    };

    public static readonly Option<int> LargeValue = new("--large-value")
    {
        Description = "With --data: values of persistent workspaces stay in the file from this size on, and are read when they are wanted.",
        HelpName = "bytes",
        DefaultValueFactory = _ => new NwsServerOptions().LargeValueBytes,
    };

    public static readonly Option<long?> DataMemory = new("--data-memory")
    {
        Description = "With --data: memory for the other values of persistent workspaces; further ones stay in the file, too. Default: half of --max-memory.",
        HelpName = "bytes",
    };

    /// <summary>The environment variable that names the data file.</summary>
    public const string DataVariable = "NWS_DATA";

    public static void AddTo(Command command)
    {
        Option[] options =
        [
            Host, Port, WebPort, Token, WebCode, Insecure, MaxValues, MaxWaiters, MaxMemory, MaxFetchCount, Grace, Data, Durability, LargeValue, DataMemory,
        ];
        foreach (Option option in options) command.Options.Add(option);
    }

    public static NwsServerOptions Read(ParseResult parsed) => new()
    {
        Host = parsed.GetRequiredValue(Host),
        Port = parsed.GetValue(Port),
        WebPort = parsed.GetValue(WebPort),
        Token = parsed.GetValue(Token) ?? NwsEndpoint.DefaultToken,
        Insecure = parsed.GetValue(Insecure),
        MaxVariableValues = parsed.GetValue(MaxValues),
        MaxVariableWaiters = parsed.GetValue(MaxWaiters),
        MaxMemoryBytes = parsed.GetValue(MaxMemory) ?? new NwsServerOptions().MaxMemoryBytes,
        MaxFetchCount = parsed.GetValue(MaxFetchCount),
        Grace = TimeSpan.FromSeconds(parsed.GetValue(Grace)),
        Data = parsed.GetValue(Data) ?? (Environment.GetEnvironmentVariable(DataVariable) is { Length: > 0 } data ? data : null),
        Durability = parsed.GetValue(Durability),
        LargeValueBytes = parsed.GetValue(LargeValue),
        MaxDataMemoryBytes = parsed.GetValue(DataMemory),
    };

    private static NwsDurability ParseDurability(ArgumentResult given)
    {
        string word = given.Tokens[0].Value;
        if (word is "full") return NwsDurability.Full;
        if (word is "relaxed") return NwsDurability.Relaxed;
        given.AddError($"'{word}' is no durability; there are: full, relaxed.");
        return default;
    }

    private static double ParseGrace(ArgumentResult given)
    {
        string word = given.Tokens[0].Value;
        if (double.TryParse(word, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds) && seconds <= 86_400) return seconds;
        given.AddError($"'{word}' is no time to wait for a client; it is a number of seconds from 0 to 86400.");
        return 0;
    }

    private static int ParsePort(ArgumentResult given)
    {
        string word = given.Tokens[0].Value;
        if (ushort.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out ushort port)) return port;
        given.AddError($"'{word}' is not a port; a port is a number from 0 to 65535.");
        return 0;
    }
}
