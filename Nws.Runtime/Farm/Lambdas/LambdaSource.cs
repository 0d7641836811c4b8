using System.Reflection;
using System.Text.RegularExpressions;

namespace Nws.Farm;

/// <summary>A lambda as it stands in the program: the text that the compiler hands over for the argument of a call.</summary>
internal sealed class LambdaSource
{
    private const string Balanced = @"(?>[^()]+|\((?<open>)|\)(?<-open>))*(?(open)(?!))";
    private const string Identifier = @"@?[\p{L}_]\w*";

    private static readonly Regex InParentheses = new($@"\A\s*\((?<inner>{Balanced})\)\s*\z", RegexOptions.Singleline);
    private static readonly Regex AnonymousMethod = new(@"\A\s*(?:(?:async|static)\s+)*delegate\s*[({]", RegexOptions.Singleline);
    private static readonly Regex Untyped = new($@"\A\s*{Identifier}(?:\s*,\s*{Identifier})*\s*\z", RegexOptions.Singleline);
    private static readonly Regex Names = new($@"(?:\bthis\s*\.\s*|(?<![\w.]))@?(?<name>[\p{{L}}_]\w*)", RegexOptions.Singleline);
    private static readonly Regex Lambda = new(
        $@"\A\s*(?<modifiers>(?:(?:async|static)\s+)*)(?:[\w.<>\[\],?]+\s+(?=\())?(?:(?<list>{Identifier})|\((?<list>{Balanced})\))\s*=>(?<body>.*)\z",
        RegexOptions.Singleline);

    private readonly string _text;
    private readonly Match _parts;

    private LambdaSource(string text, Match parts)
    {
        _text = text;
        _parts = parts;
        Mentioned = Names.Matches(text).Select(match => match.Groups["name"].Value).ToHashSet();
    }

    /// <summary>The names in it that are no members of something else; too many rather than too few.</summary>
    public IReadOnlySet<string> Mentioned { get; }

    /// <summary>Its parameters have no types: they follow from the call, which workers do not see.</summary>
    public bool IsUntyped => _parts.Success && Untyped.IsMatch(_parts.Groups["list"].Value);

    /// <returns>Null if the text is no lambda, but perhaps the name of a method, or of a variable that holds a delegate.</returns>
    public static LambdaSource? Parse(string text)
    {
        while (InParentheses.Match(text) is { Success: true } inner) text = inner.Groups["inner"].Value;
        var parts = Lambda.Match(text);
        return parts.Success || AnonymousMethod.IsMatch(text) ? new LambdaSource(text.Trim(), parts) : null;
    }

    /// <summary>The lambda with the types its parameters have in the program.</summary>
    public string Typed(ParameterInfo[] parameters)
    {
        if (!IsUntyped) return _text;
        var typed = parameters.Zip(_parts.Groups["list"].Value.Split(','), (parameter, name) => $"{TypeText.Of(parameter.ParameterType)} {name.Trim()}");
        return $"{_parts.Groups["modifiers"].Value}({string.Join(", ", typed)}) =>{_parts.Groups["body"].Value}";
    }
}
