using Tomlyn.Parsing;
using Tomlyn.Syntax;

namespace Nws.Hosts.Cli.Configuration;

/// <summary>A configuration file in TOML.</summary>
internal static class TomlConfiguration
{
    public static ConfigurationText Read(string text, string path)
    {
        var document = SyntaxParser.Parse(text, path, validate: true);
        var faults = document.Diagnostics.Where(message => message.Kind == DiagnosticMessageKind.Error).Select(fault => (PlaceOf(fault.Span), fault.Message));
        return new ConfigurationText([.. document.KeyValues.Select(EntryOf)], [.. document.Tables.Select(SectionOf)], [.. faults]);
    }

    private static ConfigurationSection SectionOf(TableSyntaxBase table) =>
        new(KeyOf(table.Name), table is TableArraySyntax, [.. table.Items.Select(EntryOf)], PlaceOf(table.Span));

    private static ConfigurationEntry EntryOf(KeyValueSyntax entry) => new(KeyOf(entry.Key), ValueOf(entry.Value), PlaceOf(entry.Span));

    private static ConfigurationValue ValueOf(ValueSyntax? value) => value switch
    {
        StringValueSyntax text => new(ConfigurationValueKind.Text, text.Value ?? ""),
        BooleanValueSyntax flag => new(ConfigurationValueKind.Flag, flag.Value ? "true" : "false"),
        IntegerValueSyntax or FloatValueSyntax => new(ConfigurationValueKind.Number, value.ToString().Trim().Replace("_", "", StringComparison.Ordinal)),
        ArraySyntax list => new(ConfigurationValueKind.List) { Items = [.. list.Items.Select(item => ValueOf(item.Value))] },
        _ => new(ConfigurationValueKind.Other),
    };

    private static string KeyOf(KeySyntax? key) => key?.ToString().Trim().Trim('"', '\'') ?? "";

    private static TextPlace PlaceOf(SourceSpan span) => new(span.Start.Line + 1, span.Start.Column + 1);
}
