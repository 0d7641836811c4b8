using System.Text.RegularExpressions;

namespace Nws.Farm;

/// <summary>What a function that is an expression looks like in a language. One more language is one more row here.</summary>
internal sealed class FunctionSyntax
{
    private const string SlashComments = @"\A(?:\s|//[^\n]*\n|/\*.*?\*/)*";
    private const string HashComments = @"\A(?:\s|\#[^\n]*\n)*";
    private const string Parentheses = @"\((?>[^()]+|\((?<open>)|\)(?<-open>))*(?(open)(?!))\)";
    private const string Arrow = @"(?:[\p{L}_$][\w$]*|" + Parentheses + @")\s*=>";

    private static readonly Regex Awaits = new(@"\bawait\b");
    private static readonly Regex Name = new(@"\A[\p{L}_][\w]*\z");

    private readonly NwsLanguage _language;
    private readonly Regex _function;
    private readonly Func<string, string, string> _write;

    private FunctionSyntax(NwsLanguage language, string function, Func<string, string, string> write)
    {
        _language = language;
        _function = new Regex(function, RegexOptions.Singleline);
        _write = write;
    }

    // The text stays in its line, and what closes the function is safe from a comment at the text's end.
    private static readonly FunctionSyntax[] All =
    [
        new(NwsLanguage.CSharp,
            SlashComments + @"(?:(?:async|static)\s+)*(?:[\w.<>\[\],?]+\s+(?=\())?" + Arrow,
            (parameters, text) => $"{Async(text)}({parameters}) => {text.TrimStart()}"),
        new(NwsLanguage.Python,
            HashComments + @"lambda\b",
            (parameters, text) => $"lambda {parameters}: ({text.TrimStart()}\n)"),
        new(NwsLanguage.JavaScript,
            SlashComments + @"(?:async\s+)?(?:" + Arrow + @"|function\s*\*?\s*\()",
            (parameters, text) => $"{Async(text)}({parameters}) => ({text.TrimStart()}\n)"),
        new(NwsLanguage.R,
            HashComments + @"(?:function\s*\(|\\\s*\()",
            (parameters, text) => $"function({parameters}) {{{text.TrimStart()}\n}}"),
    ];

    /// <summary>The syntax of a language.</summary>
    public static FunctionSyntax Of(NwsLanguage language) => Array.Find(All, syntax => syntax._language == language)
        ?? throw new SleighIllegalValueException($"There is no language number {(int)language}.");

    /// <summary>Whether a text is visibly a function, whatever else it may turn out to be.</summary>
    public bool IsFunction(string text) => _function.IsMatch(text);

    /// <summary>The function that has an expression as its body.</summary>
    /// <exception cref="SleighIllegalValueException">The parameters cannot be had; the message names the one at fault.</exception>
    public string Function(string expression, IReadOnlyList<string> parameters)
    {
        if (IsFunction(expression))
            throw new SleighIllegalValueException($"'{expression}' names its parameters itself; give it without '{string.Join("', '", parameters)}'.");
        for (int i = 0; i < parameters.Count; i++)
        {
            if (parameters[i] is not { } name || !Name.IsMatch(name))
                throw new SleighIllegalValueException($"'{parameters[i]}' cannot be the name of a parameter: it must be letters, digits and '_'.");
            if (parameters.Take(i).Contains(name))
                throw new SleighIllegalValueException($"Two parameters have the name '{name}'.");
        }
        return _write(string.Join(", ", parameters), expression);
    }

    private static string Async(string text) => Awaits.IsMatch(text) ? "async " : "";
}
