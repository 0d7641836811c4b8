using Nws.Client;
using Nws.Server;

namespace Nws.Hosts.Cli.Configuration;

/// <summary>A configuration file, <c>nws.toml</c> or <c>nws.json</c>: the options of <see cref="ServerArguments"/> by their names.</summary>
internal sealed class ConfigurationFile
{
    /// <summary>The environment variable that names the file.</summary>
    public const string Variable = "NWS_CONFIG";

    private static readonly string[] UsualNames = ["nws.toml", "nws.json"];

    private readonly ConfigurationText _text;
    private readonly List<string> _faults = [];

    private ConfigurationFile(string path)
    {
        Path = path;
        _text = ConfigurationText.Read(Load(path), path);
        foreach (var (place, complaint) in _text.Faults) Complain(place, complaint);
    }

    /// <summary>Its full name.</summary>
    public string Path { get; }

    /// <summary>Finds the file and reads it; null if there is none.</summary>
    /// <param name="named">The file that the command line names.</param>
    /// <exception cref="FormatException">The file that was named cannot be read, what it says cannot be understood, or there are two where one is looked for.</exception>
    public static ConfigurationFile? Find(string? named)
    {
        if (named is { Length: 0 }) throw new FormatException("--config names no file.");
        string? chosen = named ?? (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } variable ? variable : null) ?? FindUsual();
        return chosen is null ? null : new ConfigurationFile(System.IO.Path.GetFullPath(chosen));
    }

    /// <summary>What it says of the settings, with the line of each.</summary>
    /// <param name="settings">The settings there are.</param>
    /// <exception cref="FormatException">Something in it is wrong; the message tells all, each with its line and column.</exception>
    public IReadOnlyDictionary<ServerSetting, (object? Value, int Line)> Read(IReadOnlyList<ServerSetting> settings)
    {
        var values = new Dictionary<ServerSetting, (object?, int)>();
        foreach (var entry in _text.Entries)
        {
            if (settings.FirstOrDefault(known => known.Name == entry.Key) is not { } setting)
                Complain(entry.Place, $"there is no option '{entry.Key}'.{NearestName.Suggestion(entry.Key, settings.Select(known => known.Name))}");
            else if (TryRead(entry, setting, out object? value)) values[setting] = (value, entry.Place.Line);
        }
        foreach (var section in _text.Sections.Where(section => !section.IsToken))
            Complain(section.Place, $"there is no section '{section.Name}'; options stand at the beginning of the file, without a section.");
        ThrowIfFaulty();
        return values;
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="FormatException">It cannot be read.</exception>
    public static ConfigurationFile Open(string path) => new(System.IO.Path.GetFullPath(path));

    /// <summary>The tokens in it.</summary>
    /// <exception cref="FormatException">Something in them is wrong; the message tells all, each with its line and column.</exception>
    public IReadOnlyList<NwsToken> ReadTokens()
    {
        var tokens = _text.Sections.Where(section => section.IsToken).Select(section => TokenSection.Read(section, Complain)).OfType<NwsToken>().ToArray();
        ThrowIfFaulty();
        return tokens;
    }

    private void Complain(TextPlace place, string complaint) => _faults.Add($"{Path}:{place}: {complaint}");

    private void ThrowIfFaulty()
    {
        if (_faults.Count > 0) throw new FormatException(string.Join(Environment.NewLine, _faults));
    }

    private static string? FindUsual()
    {
        string home = Environment.GetEnvironmentVariable("XDG_CONFIG_HOME") is { Length: > 0 } named
            ? named
            : System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".config");
        foreach (string folder in (string[])[Environment.CurrentDirectory, System.IO.Path.Combine(home, "nws")])
        {
            string[] there = [.. UsualNames.Select(name => System.IO.Path.Combine(folder, name)).Where(File.Exists)];
            if (there.Length > 1) throw new FormatException($"There are two configuration files, {string.Join(" and ", there)}: keep one of them, or name the one that is meant by --config.");
            if (there is [var found]) return found;
        }
        return null;
    }

    private static string Load(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new FormatException($"The configuration file cannot be read: {fault.Message}", fault);
        }
    }

    private bool TryRead(ConfigurationEntry entry, ServerSetting setting, out object? value)
    {
        value = null;
        try
        {
            string text = TextOf(entry.Value, setting);
            if (setting.IsFile) text = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(Path)!, text);
            value = setting.Read(text);
            return true;
        }
        catch (FormatException fault)
        {
            Complain(entry.Place, $"{setting.Name}: {fault.Message}");
            return false;
        }
    }

    private static string TextOf(ConfigurationValue value, ServerSetting setting) => value.Kind switch
    {
        ConfigurationValueKind.Flag when setting.IsFlag => value.Text,
        _ when setting.IsFlag => throw new FormatException("The value is true or false, without quotes."),
        ConfigurationValueKind.Text => value.Text,
        ConfigurationValueKind.Number when !setting.IsText => value.Text,
        _ when setting.IsText => throw new FormatException("The value is text: write it in quotes."),
        _ => throw new FormatException("The value is a number."),
    };
}
