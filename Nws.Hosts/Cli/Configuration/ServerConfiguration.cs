using System.CommandLine;
using Nws.Server;

namespace Nws.Hosts.Cli.Configuration;

/// <summary>What holds of every option of the server, and who said so: the command line before the environment before the configuration file before the defaults.</summary>
internal sealed class ServerConfiguration
{
    private readonly Dictionary<ServerSetting, EffectiveValue> _values = [];

    private ServerConfiguration(ConfigurationFile? file) => File = file;

    /// <summary>The configuration file; null: there is none.</summary>
    public ConfigurationFile? File { get; }

    /// <summary>Every option with its value, in the order of the table.</summary>
    public IEnumerable<EffectiveValue> Values => ServerArguments.All.Select(setting => _values[setting]);

    /// <summary>Those that the command line or the environment says: they are not in the configuration file, where a server that is started again finds the others.</summary>
    public IEnumerable<EffectiveValue> Said => Values.Where(value => value.Source.Kind is SettingSourceKind.CommandLine or SettingSourceKind.Environment);

    /// <summary>How the server is to run, but for its certificate.</summary>
    /// <exception cref="FormatException">The tokens are wrong.</exception>
    public NwsServerOptions Options => ServerArguments.OptionsOf(this) with { Tokens = Tokens() };

    /// <summary>How the server is to run, with its tokens and its certificate, which the caller disposes.</summary>
    /// <exception cref="FormatException">The certificate or the file of tokens cannot be used.</exception>
    public NwsServerOptions LoadOptions() => Options with { Certificate = ServerCertificate.Load(this) };

    private IReadOnlyList<NwsToken> Tokens() => Get(ServerArguments.Tokens) is { } named ? ConfigurationFile.Open(named).ReadTokens() : File?.ReadTokens() ?? [];

    /// <summary>The file that its further tokens stand in; null: there is none.</summary>
    public string? TokenFile => Get(ServerArguments.Tokens) ?? File?.Path;

    /// <summary>Reads everything.</summary>
    /// <exception cref="FormatException">The environment or the file is wrong; the message says where and what would be right.</exception>
    public static ServerConfiguration Read(ParseResult parsed)
    {
        var configuration = new ServerConfiguration(ConfigurationFile.Find(parsed.GetValue(ServerArguments.Config)));
        var said = configuration.File?.Read(ServerArguments.All);
        foreach (var setting in ServerArguments.All) configuration._values[setting] = Choose(setting, parsed, configuration.File, said);
        return configuration;
    }

    /// <summary>The value of one option.</summary>
    public T Get<T>(ServerSetting<T> setting) => (T)_values[setting].Value!;

    /// <summary>The value of one option, whatever its type.</summary>
    public object? ValueOf(ServerSetting setting) => _values[setting].Value;

    /// <summary>The words by which <c>nws serve</c> comes to the same in any folder and any environment, without what is secret. What the configuration file says is read from it again.</summary>
    public IEnumerable<string> ToArguments()
    {
        if (File is not null) yield return $"{ServerArguments.Config.Name}={File.Path}";
        foreach (var (setting, value, _) in Said.Where(value => !value.Setting.IsSecret))
            yield return $"--{setting.Name}={(setting.IsFile ? Path.GetFullPath((string)value!) : ServerSetting.Show(value))}";
    }

    /// <summary>What is secret of that, as variables of the environment with their values.</summary>
    public IEnumerable<(string Variable, string Value)> Secrets() => Said.Where(value => value.Setting.IsSecret).Select(value => (value.Setting.Variable, ServerSetting.Show(value.Value)));

    private static EffectiveValue Choose(
        ServerSetting setting, ParseResult parsed, ConfigurationFile? file, IReadOnlyDictionary<ServerSetting, (object? Value, int Line)>? said)
    {
        if (setting.TryRead(parsed, out object? given)) return new(setting, given, new(SettingSourceKind.CommandLine, $"--{setting.Name}"));
        if (Environment.GetEnvironmentVariable(setting.Variable) is { Length: > 0 } text) return new(setting, ReadVariable(setting, text), new(SettingSourceKind.Environment, setting.Variable));
        if (said is not null && said.TryGetValue(setting, out var entry)) return new(setting, entry.Value, new(SettingSourceKind.File, $"{file!.Path}:{entry.Line}"));
        return new(setting, setting.DefaultValue, new(SettingSourceKind.Default, "default"));
    }

    private static object? ReadVariable(ServerSetting setting, string text)
    {
        try
        {
            return setting.Read(text);
        }
        catch (FormatException fault)
        {
            throw new FormatException($"The environment variable {setting.Variable}: {fault.Message}", fault);
        }
    }
}

/// <summary>The value of an option.</summary>
/// <param name="Setting">The option.</param>
/// <param name="Value">Its value; null: none.</param>
/// <param name="Source">Who said so.</param>
internal sealed record EffectiveValue(ServerSetting Setting, object? Value, SettingSource Source);

/// <summary>Where a value comes from.</summary>
/// <param name="Kind">The kind of place.</param>
/// <param name="Place">The place: an option, a variable, or a file and its line.</param>
internal sealed record SettingSource(SettingSourceKind Kind, string Place);

internal enum SettingSourceKind
{
    CommandLine,
    Environment,
    File,
    Default,
}
