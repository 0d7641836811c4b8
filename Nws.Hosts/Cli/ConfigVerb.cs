using System.CommandLine;
using System.Text.Json;
using Nws.Hosts.Cli.Configuration;

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
        var rows = configuration.Values.Select(value => (value.Setting.Name, Value: TextOf(value), value.Source.Place)).ToList();
        int name = rows.Max(row => row.Name.Length), text = rows.Max(row => row.Value.Length);
        return string.Join(Environment.NewLine, rows.Select(row => $"{row.Name.PadRight(name)}  {row.Value.PadRight(text)}  {row.Place}"));
    }

    private static string TextOf(EffectiveValue value) => value switch
    {
        { Value: null } => "-",
        { Setting.IsSecret: true } => Hidden,
        _ => ServerSetting.Show(value.Value),
    };

    private static string ToJson(ServerConfiguration configuration) => JsonSerializer.Serialize(
        configuration.Values.ToDictionary(value => value.Setting.Name, value => new { value = JsonOf(value), from = value.Source.Place }), Indented);

    private static object? JsonOf(EffectiveValue value) => value switch
    {
        { Value: null } => null,
        { Setting.IsSecret: true } => Hidden,
        { Value: Enum } => ServerSetting.Show(value.Value),
        _ => value.Value,
    };
}
