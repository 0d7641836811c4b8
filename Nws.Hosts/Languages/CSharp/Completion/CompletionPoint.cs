using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Nws.Hosts.Languages.CSharp.Completion;

/// <summary>The place in a text where something is to be completed.</summary>
/// <remarks>
/// What stands behind the cursor does not count, and a name is put where the cursor is: so the parser finds the same shape whether anything
/// has been typed yet or not.
/// </remarks>
internal sealed class CompletionPoint
{
    private const string Name = "completed";

    private static readonly CSharpParseOptions Options = new(LanguageVersion.Latest, kind: SourceCodeKind.Script);

    private readonly SyntaxToken _name;

    /// <param name="code">The text.</param>
    /// <param name="cursor">Where the cursor is in it, in UTF-16 units.</param>
    internal CompletionPoint(string code, int cursor)
    {
        Start = cursor;
        while (Start > 0 && SyntaxFacts.IsIdentifierPartCharacter(code[Start - 1]))
            Start--;
        Prefix = code[Start..cursor];
        Tree = CSharpSyntaxTree.ParseText(WithoutDirectives(code[..Start]) + Name, Options);
        _name = Tree.GetRoot().FindToken(Start);
        SyntaxToken before = _name.GetPreviousToken();
        Before = before.Kind();
        IsCode = _name.ValueText == Name && _name.SpanStart == Start && !(Prefix.Length > 0 && char.IsAsciiDigit(Prefix[0]));
        Qualifier = _name.Parent?.Parent switch
        {
            MemberAccessExpressionSyntax access when access.Name == _name.Parent => access.Expression,
            QualifiedNameSyntax name when name.Right == _name.Parent => name.Left,
            MemberBindingExpressionSyntax binding => binding.FirstAncestorOrSelf<ConditionalAccessExpressionSyntax>()?.Expression,
            _ => null,
        };
    }

    /// <summary>Where the text begins that is to be replaced.</summary>
    internal int Start { get; }

    /// <summary>What has been typed of it.</summary>
    internal string Prefix { get; }

    internal SyntaxTree Tree { get; }

    /// <summary>It is neither in a comment nor in a text or number.</summary>
    internal bool IsCode { get; }

    /// <summary>What stands before the dot; null if there is no dot.</summary>
    internal SyntaxNode? Qualifier { get; }

    /// <summary>The token before it.</summary>
    internal SyntaxKind Before { get; }

    /// <summary>Only names of types or name spaces fit.</summary>
    internal bool IsType => Before is SyntaxKind.NewKeyword or SyntaxKind.UsingKeyword or SyntaxKind.IsKeyword or SyntaxKind.AsKeyword;

    /// <summary>Looking for what <c>#r</c> and <c>#load</c> name would be to run them.</summary>
    private static string WithoutDirectives(string code) => string.Join('\n', code.Split('\n').Select(line =>
        line.TrimStart().StartsWith("#r", StringComparison.Ordinal) || line.TrimStart().StartsWith("#load", StringComparison.Ordinal)
            ? new string(' ', line.Length)
            : line));
}
