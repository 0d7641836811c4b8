using System.Collections.Frozen;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Nws.Hosts.Languages.CSharp.Packages;

namespace Nws.Hosts.Languages.CSharp;

/// <summary>
/// A text as the compiler is to see it, and the names in it. Line and column of every character are those of the user's text.
/// </summary>
internal sealed class ScriptText
{
    /// <summary>What a text is called in error messages and stack traces.</summary>
    internal const string FileName = "<task>";

    private static readonly CSharpParseOptions Options = new(LanguageVersion.Latest, kind: SourceCodeKind.Script);

    private ScriptText(string source, SyntaxTree tree, bool endsWithSemicolon, bool usingsStay, IReadOnlyList<PackageName> packages)
    {
        var root = (CompilationUnitSyntax)tree.GetRoot();
        Source = source;
        Tree = tree;
        EndsWithSemicolon = endsWithSemicolon;
        Packages = packages;
        int directives = packages.Count + root.GetReferenceDirectives().Count + root.GetLoadDirectives().Count;
        HasUsings = usingsStay && root.Usings.Count + directives > 0;
        Names = root.DescendantTokens()
            .Where(token => token.IsKind(SyntaxKind.IdentifierToken)).Select(token => token.ValueText).ToFrozenSet();
        Variables = root.Members.OfType<FieldDeclarationSyntax>()
            .SelectMany(field => field.Declaration.Variables, (_, variable) => variable.Identifier.ValueText).ToFrozenSet();
    }

    /// <summary>The user's text, unchanged.</summary>
    internal string Source { get; }

    internal SyntaxTree Tree { get; }

    /// <summary>
    /// The last statement is an expression that the user ended with a semicolon: its value is wanted only if it can travel.
    /// </summary>
    internal bool EndsWithSemicolon { get; }

    /// <summary>It has <c>using</c>, <c>#r</c> or <c>#load</c>, which hold for all later texts.</summary>
    internal bool HasUsings { get; }

    /// <summary>The packages it names with <c>#r "nuget: ..."</c>.</summary>
    internal IReadOnlyList<PackageName> Packages { get; }

    /// <summary>Every identifier that occurs, whatever it means.</summary>
    internal FrozenSet<string> Names { get; }

    /// <summary>The variables declared by statements of their own.</summary>
    internal FrozenSet<string> Variables { get; }

    /// <param name="source">The text.</param>
    /// <param name="usingsStay">Its <c>using</c> lines hold for later texts, too.</param>
    /// <exception cref="PackageException">A package is named in a way that nobody understands.</exception>
    internal static ScriptText Parse(string source, bool usingsStay = true)
    {
        char[] text = source.ToCharArray();
        var root = (CompilationUnitSyntax)ParseTree(source).GetRoot();
        foreach (FieldDeclarationSyntax field in root.Members.OfType<FieldDeclarationSyntax>())
        {
            if (field.Declaration.Variables is [{ Identifier.ValueText: nameof(ScriptGlobals.SleighValue), Initializer: not null }])
                Blank(text, field.Declaration.Type.Span);
        }
        bool endsWithSemicolon = EndsWithExpression(root, out SyntaxToken semicolon);
        if (endsWithSemicolon)
            Blank(text, semicolon.Span);
        List<ReferenceDirectiveTriviaSyntax> packages =
            [.. root.GetReferenceDirectives().Where(directive => PackageName.IsPackage(directive.File.ValueText))];
        foreach (ReferenceDirectiveTriviaSyntax package in packages)
            Blank(text, package.Span);
        // A text of comments or usings alone would be compiled to nothing that can be run.
        string rewritten = new string(text) + (root.Members.Count == 0 ? "\n;" : "");
        PackageName[] named = [.. packages.Select(package => PackageName.Parse(package.File.ValueText))];
        return new ScriptText(source, ParseTree(rewritten), endsWithSemicolon, usingsStay, named);
    }

    private static SyntaxTree ParseTree(string text) => CSharpSyntaxTree.ParseText(SourceText.From(text, Encoding.UTF8), Options, FileName);

    private static bool EndsWithExpression(CompilationUnitSyntax root, out SyntaxToken semicolon)
    {
        semicolon = root.Members.LastOrDefault() is GlobalStatementSyntax { Statement: ExpressionStatementSyntax statement }
            ? statement.SemicolonToken
            : default;
        return semicolon.IsKind(SyntaxKind.SemicolonToken) && !semicolon.IsMissing;
    }

    private static void Blank(char[] text, TextSpan span) => Array.Fill(text, ' ', span.Start, span.Length);
}
