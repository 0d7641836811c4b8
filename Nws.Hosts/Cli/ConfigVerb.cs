using System.CommandLine;
using System.Text.Json;
using Nws.Hosts.Cli.Configuration;
using Nws.Server;

namespace Nws.Hosts.Cli;

/// <summary><c>nws config</c>: shows how a server would run that was started here, and who says so.</summary>
internal static class ConfigVerb
{
    private const string Hidden = "(not shown)";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private static readonly Option<bool> Json = new("--json") { Description = "Print JSON." };

    public static Command Create()
    {
        var command = new Command("config", "Show the options that a server would run with, and where each comes from.");
        ServerArguments.AddTo(command);
        command.Options.Add(Json);
        command.SetAction(Show);
        return command;
    }

    private static int Show(ParseResult parsed)
    {
        var configuration = ServerConfiguration.Read(parsed);
        configuration.Options.Validate();
        StandardOutput.WriteLine(parsed.GetValue(Json) ? ToJson(configuration) : ToText(configuration));
        return ExitCodes.Ok;
    }

    private static string ToText(ServerConfiguration configuration)
    {
        var rows = configuration.Values.Select(value => TokensOf(configuration, value) is { } tokens
            ? (value.Setting.Name, Value: string.Join(", ", tokens.Select(TextOf)), Place: configuration.TokenFile!)
            : (value.Setting.Name, Value: TextOf(value), value.Source.Place)).ToList();
        int name = rows.Max(row => row.Name.Length), text = rows.Max(row => row.Value.Length);
        return string.Join(Environment.NewLine, rows.Select(row => $"{row.Name.PadRight(name)}  {row.Value.PadRight(text)}  {row.Place}"));
    }

    /// <summary>The tokens that stand in the configuration file itself, if the option is theirs and names no other file.</summary>
    private static IReadOnlyList<NwsToken>? TokensOf(ServerConfiguration configuration, EffectiveValue value) =>
        value.Value is null && value.Setting == ServerArguments.Tokens && configuration.Options.Tokens is { Count: > 0 } tokens ? tokens : null;

    private static string TextOf(NwsToken token) => $"{token.Name} ({ServerSetting.Show(token.Right)}: {string.Join(' ', token.Workspaces)})";

    private static string TextOf(EffectiveValue value) => value switch
    {
        { Value: null } => "-",
        { Setting.IsSecret: true } => Hidden,
        _ => ServerSetting.Show(value.Value),
    };

    private static string ToJson(ServerConfiguration configuration) => JsonSerializer.Serialize(
        configuration.Values.ToDictionary(value => value.Setting.Name, value => JsonOf(configuration, value)), Indented);

    private static object JsonOf(ServerConfiguration configuration, EffectiveValue value) => TokensOf(configuration, value) is { } tokens
        ? new { value = (object?)tokens.Select(token => new { name = token.Name, right = ServerSetting.Show(token.Right), workspaces = token.Workspaces }), from = configuration.TokenFile! }
        : new { value = JsonOf(value), from = value.Source.Place };

    private static object? JsonOf(EffectiveValue value) => value switch
    {
        { Value: null } => null,
        { Setting.IsSecret: true } => Hidden,
        { Value: Enum } => ServerSetting.Show(value.Value),
        _ => value.Value,
    };
}
