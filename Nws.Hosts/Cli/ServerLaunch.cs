using Nws.Hosts.Cli.Configuration;

namespace Nws.Hosts.Cli;

/// <summary>How a server in the background was started, so that it can be started so again; without what is secret.</summary>
/// <param name="Arguments">The words behind <c>nws serve</c>.</param>
/// <param name="Folder">The folder it was started in, from which relative names are meant.</param>
/// <param name="Secrets">The names of the options that were secret and are in none of its files.</param>
/// <param name="LogFile">The file that its log goes to, if it was given one; null: the one of its port.</param>
internal sealed record ServerLaunch(string[] Arguments, string Folder, string[] Secrets, string? LogFile)
{
    /// <summary>What the command line and the environment say; what a configuration file says is read from it again.</summary>
    public static ServerLaunch Of(ServerConfiguration configuration)
    {
        var level = configuration.Values.First(value => value.Setting == ServerArguments.LogLevel);
        // Nobody looks at what is told in the background at once, but later, and then at all of it.
        string[] more = level.Source.Kind == SettingSourceKind.Default ? [$"--{ServerArguments.LogLevel.Name}=information"] : [];
        return new ServerLaunch(
            [.. configuration.ToArguments(), .. more], Environment.CurrentDirectory, [.. configuration.Said.Where(value => value.Setting.IsSecret).Select(value => value.Setting.Name)],
            configuration.Get(ServerArguments.LogFile) is { } file ? Path.GetFullPath(file) : null);
    }

    /// <summary>The same on these ports.</summary>
    /// <param name="port">The port for clients.</param>
    /// <param name="webPort">That of the web console; null: it has none.</param>
    public ServerLaunch On(int port, int? webPort)
    {
        string[] web = webPort is null ? [] : [$"--{ServerArguments.WebPort.Name}={webPort}"];
        return this with { Arguments = [.. Arguments.Where(word => !Says(word, ServerArguments.Port) && !Says(word, ServerArguments.WebPort)), $"--{ServerArguments.Port.Name}={port}", .. web] };
    }

    private static bool Says(string word, ServerSetting setting) => word.StartsWith($"--{setting.Name}=", StringComparison.Ordinal);
}
