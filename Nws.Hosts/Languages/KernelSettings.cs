namespace Nws.Hosts.Languages;

/// <summary>What a kernel is told before its first task. All of it may be missing.</summary>
internal sealed record KernelSettings
{
    /// <summary>The server whose workspaces tasks use, <c>host:port</c>; the kernel connects when a task first does.</summary>
    internal string? Server { get; init; }

    /// <summary>The token of that server.</summary>
    internal string? Token { get; init; }

    /// <summary>The workspace behind <c>SleighNws</c>.</summary>
    internal string? Sleigh { get; init; }

    /// <summary>The workspace behind <c>SleighUserNws</c>.</summary>
    internal string? User { get; init; }

    /// <summary>The rank of the worker.</summary>
    internal int? Rank { get; init; }

    /// <summary>How many workers there are.</summary>
    internal int? Workers { get; init; }

    /// <summary>The directory that is searched first for modules or assemblies.</summary>
    internal string? ModulePath { get; init; }

    internal NwsValue ToValue()
    {
        var map = new Dictionary<string, object?>
        {
            ["server"] = Server, ["token"] = Token, ["sleigh"] = Sleigh, ["user"] = User,
            ["rank"] = Rank, ["workers"] = Workers, ["modulePath"] = ModulePath,
        };
        return NwsValue.From(map.Where(entry => entry.Value is not null).ToDictionary());
    }

    internal static KernelSettings FromValue(NwsValue map) => new()
    {
        Server = Text(map, "server"),
        Token = Text(map, "token"),
        Sleigh = Text(map, "sleigh"),
        User = Text(map, "user"),
        Rank = Number(map, "rank"),
        Workers = Number(map, "workers"),
        ModulePath = Text(map, "modulePath"),
    };

    private static string? Text(NwsValue map, string key) =>
        map.TryGetValue(NwsValue.From(key), out NwsValue value) ? value.To<string?>() : null;

    private static int? Number(NwsValue map, string key) =>
        map.TryGetValue(NwsValue.From(key), out NwsValue value) ? value.To<int?>() : null;
}
