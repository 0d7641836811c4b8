using Nws.Client;
using Tomlyn.Parsing;
using Tomlyn.Syntax;

namespace Nws.Hosts.Cli.Configuration;

/// <summary>A configuration file, <c>nws.toml</c>: the options of <see cref="ServerArguments"/> by their names.</summary>
internal sealed class ConfigurationFile
{
    /// <summary>The environment variable that names the file.</summary>
    public const string Variable = "NWS_CONFIG";

    private const string UsualName = "nws.toml";

    private readonly DocumentSyntax _document;
    private readonly List<string> _faults = [];

    private ConfigurationFile(string path)
    {
        Path = path;
        _document = SyntaxParser.Parse(Load(path), path, validate: true);
        foreach (var fault in _document.Diagnostics.Where(message => message.Kind == DiagnosticMessageKind.Error))
            _faults.Add($"{path}:{fault.Span.Start.Line + 1}: {fault.Message}");
    }

    /// <summary>Its full name.</summary>
    public string Path { get; }

    /// <summary>Finds the file and reads it; null if there is none.</summary>
    /// <param name="named">The file that the command line names.</param>
    /// <exception cref="FormatException">The file that was named cannot be read, or what it says cannot be understood.</exception>
    public static ConfigurationFile? Find(string? named)
    {
        if (named is { Length: 0 }) throw new FormatException("--config names no file.");
        string? chosen = named ?? (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } variable ? variable : null) ?? UsualPlaces().FirstOrDefault(File.Exists);
        return chosen is null ? null : new ConfigurationFile(System.IO.Path.GetFullPath(chosen));
    }

    /// <summary>What it says of the settings, with the line of each.</summary>
    /// <param name="settings">The settings there are.</param>
    /// <exception cref="FormatException">Something in it is wrong; the message tells all, each with its line.</exception>
    public IReadOnlyDictionary<ServerSetting, (object? Value, int Line)> Read(IReadOnlyList<ServerSetting> settings)
    {
        var values = new Dictionary<ServerSetting, (object?, int)>();
        foreach (var entry in _document.KeyValues)
        {
            string key = KeyOf(entry.Key);
            if (settings.FirstOrDefault(known => known.Name == key) is not { } setting) _faults.Add(Unknown(entry, key, settings));
            else if (TryRead(entry, setting, out object? value)) values[setting] = (value, LineOf(entry));
        }
        foreach (var table in _document.Tables)
            _faults.Add($"{Path}:{LineOf(table)}: there is no section '{KeyOf(table.Name)}'; options stand at the beginning of the file, without a section.");
        return _faults.Count == 0 ? values : throw new FormatException(string.Join(Environment.NewLine, _faults));
    }

    private static IEnumerable<string> UsualPlaces()
    {
        yield return UsualName;
        string home = Environment.GetEnvironmentVariable("XDG_CONFIG_HOME") is { Length: > 0 } named
            ? named
            : System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".config");
        yield return System.IO.Path.Combine(home, "nws", UsualName);
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

    private bool TryRead(KeyValueSyntax entry, ServerSetting setting, out object? value)
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
            _faults.Add($"{Path}:{LineOf(entry)}: {setting.Name}: {fault.Message}");
            return false;
        }
    }

    private static string TextOf(ValueSyntax? value, ServerSetting setting) => value switch
    {
        BooleanValueSyntax flag when setting.IsFlag => flag.Value ? "true" : "false",
        _ when setting.IsFlag => throw new FormatException("The value is true or false, without quotes."),
        StringValueSyntax text => text.Value ?? "",
        IntegerValueSyntax or FloatValueSyntax when !setting.IsText => value.ToString().Trim().Replace("_", "", StringComparison.Ordinal),
        _ when setting.IsText => throw new FormatException("The value is text: write it in quotes."),
        _ => throw new FormatException("The value is a number."),
    };

    private string Unknown(KeyValueSyntax entry, string key, IEnumerable<ServerSetting> settings) =>
        $"{Path}:{LineOf(entry)}: there is no option '{key}'.{NearestName.Suggestion(key, settings.Select(setting => setting.Name))}";

    private static string KeyOf(KeySyntax? key) => key?.ToString().Trim().Trim('"', '\'') ?? "";

    private static int LineOf(SyntaxNode node) => node.Span.Start.Line + 1;
}
