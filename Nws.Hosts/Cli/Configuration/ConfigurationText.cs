namespace Nws.Hosts.Cli.Configuration;

/// <summary>What a configuration file says, whatever language it is written in.</summary>
/// <param name="Entries">Its options.</param>
/// <param name="Sections">Its sections: lists of options under a name, which may come several times.</param>
/// <param name="Faults">What is no text of its language at all.</param>
internal sealed record ConfigurationText(IReadOnlyList<ConfigurationEntry> Entries, IReadOnlyList<ConfigurationSection> Sections, IReadOnlyList<(TextPlace Place, string Complaint)> Faults)
{
    /// <summary>The section of a token.</summary>
    public const string Token = "tokens";

    /// <summary>Reads a text: JSON if the file is called so, else TOML.</summary>
    public static ConfigurationText Read(string text, string path) =>
        Path.GetExtension(path).Equals(".json", StringComparison.OrdinalIgnoreCase) ? JsonConfiguration.Read(text) : TomlConfiguration.Read(text, path);
}

/// <summary>An option that is said.</summary>
/// <param name="Key">Its name.</param>
/// <param name="Value">Its value.</param>
/// <param name="Place">Where it begins.</param>
internal sealed record ConfigurationEntry(string Key, ConfigurationValue Value, TextPlace Place);

/// <summary>Options under a name.</summary>
/// <param name="Name">The name.</param>
/// <param name="IsOneOfMany">Whether several such sections make a list.</param>
/// <param name="Entries">Its options.</param>
/// <param name="Place">Where it begins.</param>
internal sealed record ConfigurationSection(string Name, bool IsOneOfMany, IReadOnlyList<ConfigurationEntry> Entries, TextPlace Place)
{
    /// <summary>Whether it is that of a token.</summary>
    public bool IsToken => IsOneOfMany && Name == ConfigurationText.Token;
}

/// <summary>A value as it is written: <see cref="Text"/> is that of a text or a number, or <c>true</c> or <c>false</c>.</summary>
internal sealed record ConfigurationValue(ConfigurationValueKind Kind, string Text = "")
{
    /// <summary>What is in a list.</summary>
    public IReadOnlyList<ConfigurationValue> Items { get; init; } = [];
}

internal enum ConfigurationValueKind
{
    Text,
    Number,
    Flag,
    List,

    /// <summary>What no option has: a date, a table, nothing at all.</summary>
    Other,
}

/// <summary>A place in a text; both count from 1.</summary>
internal readonly record struct TextPlace(int Line, int Column)
{
    public override string ToString() => $"{Line}:{Column}";
}
