using Nws.Client;
using Nws.Server;

namespace Nws.Hosts.Cli.Configuration;

/// <summary>A token in a configuration file: a section <c>[[tokens]]</c> in TOML, an object in the list <c>tokens</c> in JSON.</summary>
internal static class TokenSection
{
    private static readonly string[] Keys = ["name", "secret", "right", "workspaces"];

    /// <summary>Reads a section; null if something in it is wrong.</summary>
    /// <param name="section">The section.</param>
    /// <param name="complain">Is told what is wrong, and where.</param>
    public static NwsToken? Read(ConfigurationSection section, Action<TextPlace, string> complain)
    {
        bool isRight = true;
        var token = new NwsToken("", "", NwsRight.Read);
        foreach (var entry in section.Entries)
        {
            try
            {
                token = With(token, entry.Key, entry.Value);
            }
            catch (FormatException fault)
            {
                Complain(entry.Place, fault.Message);
            }
        }
        var given = section.Entries.Select(entry => entry.Key).ToHashSet();
        foreach (string key in Keys.Take(3).Where(key => !given.Contains(key))) Complain(section.Place, $"the token has no '{key}'.");
        return isRight ? token : null;

        void Complain(TextPlace place, string complaint)
        {
            isRight = false;
            complain(place, complaint);
        }
    }

    private static NwsToken With(NwsToken token, string key, ConfigurationValue value) => key switch
    {
        "name" => token with { Name = Text(key, value) },
        "secret" => token with { Secret = Text(key, value) },
        "right" => token with { Right = Right(Text(key, value)) },
        "workspaces" when value.Kind == ConfigurationValueKind.List => token with { Workspaces = [.. value.Items.Select(item => Text(key, item))] },
        "workspaces" => throw new FormatException("workspaces is a list of names: [\"shop\", \"tmp*\"]."),
        _ => throw new FormatException($"there is no '{key}' of a token.{NearestName.Suggestion(key, Keys)}"),
    };

    private static string Text(string key, ConfigurationValue value) =>
        value is { Kind: ConfigurationValueKind.Text, Text: { Length: > 0 } text } ? text : throw new FormatException($"{key} is text: write it in quotes.");

    private static NwsRight Right(string word) => word switch
    {
        "read" => NwsRight.Read,
        "write" => NwsRight.Write,
        "admin" => NwsRight.Admin,
        _ => throw new FormatException($"'{word}' is no right; there are: read, write, admin."),
    };
}
