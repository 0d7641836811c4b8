using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Nws.Hosts.Languages.CSharp;

/// <summary>An expression that gives a function, as <c>invoke</c> receives it, and the text to compile for it.</summary>
/// <remarks>
/// A lambda without types, <c>x => x * x</c>, gets those of the arguments of each call, so that it is as fast and knows as many methods
/// as if they had been written; one compilation per combination of types. If it does not compile then, integers become <c>int</c> (<c>n
/// => new string('-', n)</c>), and if that does not help, all parameters become <c>dynamic</c> (<c>x => { x = x / 2.0; return x; }</c>
/// with an integer). A lambda may have <c>using</c> lines before it, which hold for it alone.
/// </remarks>
internal sealed class LambdaText
{
    private const string Opening = "(System.Delegate)(";
    private const string OwnLines = $"\n#line 1 \"{ScriptText.FileName}\"\n";

    private static readonly Regex Usings = new(@"\A(?:\s*using\s+(?:static\s+)?[\w.]+\s*;)+");

    private readonly string _text;
    private readonly string _usings;
    private readonly string _modifiers = "";
    private readonly string _body = "";

    internal LambdaText(string text)
    {
        _usings = Usings.Match(text).Value;
        _text = text = InPlace(text, _usings.Length);
        if (SyntaxFactory.ParseExpression(text) is not LambdaExpressionSyntax lambda || UntypedParameters(lambda) is not { } parameters)
            return;
        Parameters = parameters;
        _modifiers = string.Concat(lambda.Modifiers.Select(modifier => modifier.ValueText + " "));
        _body = InPlace(text, lambda.ArrowToken.Span.End);
    }

    /// <summary>The names of parameters whose types are left open; null if there is nothing to fill in.</summary>
    internal IReadOnlyList<string>? Parameters { get; }

    /// <summary>Which types its open parameters get.</summary>
    internal ParameterTyping Typing { get; set; }

    /// <summary>Goes on to the next way of typing the parameters; false if there is none.</summary>
    internal bool TryNextTyping()
    {
        if (Parameters is null || Typing == ParameterTyping.Dynamic)
            return false;
        Typing++;
        return true;
    }

    /// <summary>The source of an expression that gives the function as a delegate.</summary>
    /// <param name="arguments">What it is to be called with.</param>
    internal string Source(IEnumerable<object?> arguments)
    {
        if (Parameters is null)
            return $"{_usings}{Opening}{OwnLines}{_text}\n)";
        IEnumerable<string> parameters = arguments.Zip(Parameters, (argument, name) => $"{CSharpTypeName.Of(argument, Typing)} {name}");
        return $"{_usings}{Opening}{_modifiers}({string.Join(", ", parameters)}) =>{OwnLines}{_body}\n)";
    }

    private static List<string>? UntypedParameters(LambdaExpressionSyntax lambda)
    {
        IEnumerable<ParameterSyntax> parameters = lambda is ParenthesizedLambdaExpressionSyntax several
            ? several.ParameterList.Parameters
            : [((SimpleLambdaExpressionSyntax)lambda).Parameter];
        List<string> names = [.. parameters.Where(parameter => parameter.Type is null).Select(parameter => parameter.Identifier.Text)];
        return names.Count > 0 ? names : null;
    }

    /// <summary>The rest of the text from <paramref name="start"/> on, every character in its own line and column as before.</summary>
    private static string InPlace(string text, int start) =>
        string.Concat(text[..start].Select(character => character is '\n' ? '\n' : ' ')) + text[start..];
}
