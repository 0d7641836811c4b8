using Nws.Client;
using Nws.Server;
using Tomlyn.Syntax;

namespace Nws.Hosts.Cli.Configuration;

/// <summary>A section <c>[[tokens]]</c> of a configuration file.</summary>
internal static class TokenSection
{
    private static readonly string[] Keys = ["name", "secret", "right", "workspaces"];

    /// <summary>Reads a section; null if something in it is wrong.</summary>
    /// <param name="section">The section.</param>
    /// <param name="path">The file, for complaints.</param>
    /// <param name="faults">What is wrong is added here.</param>
    public static NwsToken? Read(TableSyntaxBase section, string path, List<string> faults)
    {
        int before = faults.Count;
        var token = new NwsToken("", "", NwsRight.Read);
        foreach (var entry in section.Items)
        {
            string key = ConfigurationFile.KeyOf(entry.Key);
            try
            {
                token = With(token, key, entry.Value);
            }
            catch (FormatException fault)
            {
                faults.Add($"{path}:{ConfigurationFile.LineOf(entry)}: {fault.Message}");
            }
        }
        var given = section.Items.Select(entry => ConfigurationFile.KeyOf(entry.Key)).ToHashSet();
        foreach (string key in Keys.Take(3).Where(key => !given.Contains(key))) faults.Add($"{path}:{ConfigurationFile.LineOf(section)}: the token has no '{key}'.");
        return faults.Count == before ? token : null;
    }

    private static NwsToken With(NwsToken token, string key, ValueSyntax? value) => key switch
    {
        "name" => token with { Name = Text(key, value) },
        "secret" => token with { Secret = Text(key, value) },
        "right" => token with { Right = Right(Text(key, value)) },
        "workspaces" when value is ArraySyntax list => token with { Workspaces = [.. list.Items.Select(item => Text(key, item.Value))] },
        "workspaces" => throw new FormatException("workspaces is a list of names: [\"shop\", \"tmp*\"]."),
        _ => throw new FormatException($"there is no '{key}' of a token.{NearestName.Suggestion(key, Keys)}"),
    };

    private static string Text(string key, ValueSyntax? value) => value is StringValueSyntax { Value: { Length: > 0 } text } ? text : throw new FormatException($"{key} is text: write it in quotes.");

    private static NwsRight Right(string word) => word switch
    {
        "read" => NwsRight.Read,
        "write" => NwsRight.Write,
        "admin" => NwsRight.Admin,
        _ => throw new FormatException($"'{word}' is no right; there are: read, write, admin."),
    };
}
