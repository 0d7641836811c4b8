using System.CommandLine;
using System.CommandLine.Parsing;

namespace Nws.Hosts.Cli.Each;

/// <summary><c>-l</c>: the language of code on the command line.</summary>
internal static class LanguageOption
{
    public static readonly Option<NwsLanguage> Required = new("--language", "-l")
    {
        Description = "The language of the code: csharp (cs), python (py), javascript (js) or r.",
        HelpName = "language",
        Required = true,
        CustomParser = Parse,
    };

    private static NwsLanguage Parse(ArgumentResult given)
    {
        try
        {
            return NwsLanguages.Parse(given.Tokens[0].Value);
        }
        catch (ArgumentException fault)
        {
            given.AddError(fault.Message);
            return default;
        }
    }
}
