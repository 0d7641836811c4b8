using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;

namespace Nws.Hosts.Cli.Service;

/// <summary>The options that say which service is meant.</summary>
internal static class ServiceArguments
{
    private static readonly Option<bool> User = new("--user") { Description = "A service of this user; it runs while he is signed in, or always after loginctl enable-linger. This is the default." };

    private static readonly Option<bool> System = new("--system") { Description = "A service of the machine; installing it takes root." };

    private static readonly Option<string> ServiceName = new("--name")
    {
        Description = "The name of the service, so that there can be several.",
        HelpName = "name",
        DefaultValueFactory = _ => "nws",
        CustomParser = ParseName,
    };

    public static void AddTo(Command command)
    {
        command.Options.Add(User);
        command.Options.Add(System);
        command.Options.Add(ServiceName);
        command.Validators.Add(result =>
        {
            if (result.GetValue(User) && result.GetValue(System)) result.AddError("--user and --system exclude each other.");
        });
    }

    public static SystemdPlace Read(ParseResult parsed) => new(parsed.GetRequiredValue(ServiceName), parsed.GetValue(System));

    private static string ParseName(ArgumentResult given)
    {
        string word = given.Tokens[0].Value;
        if (!Regex.IsMatch(word, "^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$")) given.AddError($"'{word}' is no name of a service; it consists of letters, digits, _, . and -.");
        return word;
    }
}
