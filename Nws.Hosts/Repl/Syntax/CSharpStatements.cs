using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Nws.Hosts.Repl.Syntax;

/// <summary>Statements of C#, as the compiler's parser sees them.</summary>
internal static class CSharpStatements
{
    private static readonly CSharpParseOptions Options = new(LanguageVersion.Latest, kind: SourceCodeKind.Script);

    internal static bool AreComplete(string text) => SyntaxFactory.IsCompleteSubmission(SyntaxFactory.ParseSyntaxTree(text, Options));
}
