using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Nws.Hosts.Languages.CSharp.Completion;

/// <summary>Finds what could stand at a cursor, with the knowledge of the compiler: nothing is run, and nothing more is loaded.</summary>
internal static class Completer
{
    private const int MaxItems = 1000;

    private static readonly SyntaxKind[] Contextual =
    [
        SyntaxKind.AsyncKeyword, SyntaxKind.AwaitKeyword, SyntaxKind.NameOfKeyword, SyntaxKind.RecordKeyword, SyntaxKind.VarKeyword,
        SyntaxKind.WhenKeyword, SyntaxKind.WhereKeyword, SyntaxKind.WithKeyword, SyntaxKind.YieldKeyword, SyntaxKind.AndKeyword,
        SyntaxKind.OrKeyword, SyntaxKind.NotKeyword, SyntaxKind.FromKeyword, SyntaxKind.SelectKeyword, SyntaxKind.OrderByKeyword,
        SyntaxKind.GroupKeyword, SyntaxKind.ByKeyword, SyntaxKind.JoinKeyword, SyntaxKind.LetKeyword, SyntaxKind.IntoKeyword,
        SyntaxKind.AscendingKeyword, SyntaxKind.DescendingKeyword, SyntaxKind.GetKeyword, SyntaxKind.SetKeyword, SyntaxKind.InitKeyword,
    ];

    private static readonly ImmutableArray<CompletionItem> Keywords =
    [
        .. SyntaxFacts.GetReservedKeywordKinds().Concat(Contextual).Select(SyntaxFacts.GetText).Append("dynamic")
            .Where(text => text[0] != '_').Select(text => new CompletionItem(text, CompletionItem.Keyword)),
    ];

    /// <param name="point">Where.</param>
    /// <param name="model">What the compiler knows about its text.</param>
    /// <returns>The items, each text once, sorted by text; of too many, the names nearest to the text.</returns>
    internal static IReadOnlyList<CompletionItem> ItemsAt(CompletionPoint point, SemanticModel model)
    {
        if (!point.IsCode)
            return [];
        IEnumerable<CompletionItem> items = point.Qualifier is { } qualifier ? MembersOf(qualifier, point, model)
            : point.Before is SyntaxKind.DotToken or SyntaxKind.ColonColonToken or SyntaxKind.MinusGreaterThanToken ? []
            : NamesAt(point, model);
        return [.. items
            .Where(item => item.Text.StartsWith(point.Prefix, StringComparison.OrdinalIgnoreCase))
            .DistinctBy(item => item.Text)
            .OrderBy(Distance).Take(MaxItems)
            .OrderBy(item => item.Text, StringComparer.Ordinal)];
    }

    private static int Distance(CompletionItem item) => item.Kind switch
    {
        CompletionItem.Variable => 0,
        CompletionItem.Function or CompletionItem.Keyword => 1,
        CompletionItem.Module => 2,
        _ => 3,
    };

    private static IEnumerable<CompletionItem> NamesAt(CompletionPoint point, SemanticModel model)
    {
        IEnumerable<ISymbol> symbols = point.IsType
            ? model.LookupNamespacesAndTypes(point.Start).Where(symbol => symbol is INamespaceOrTypeSymbol)
            : model.LookupSymbols(point.Start);
        IEnumerable<CompletionItem> names = symbols.Where(symbol => IsUsable(symbol) && !IsOfObject(symbol))
            .Select(symbol => CompletionItem.Of(symbol, isMember: false));
        return point.IsType ? names : names.Concat(Keywords);
    }

    private static IEnumerable<CompletionItem> MembersOf(SyntaxNode qualifier, CompletionPoint point, SemanticModel model)
    {
        ISymbol? symbol = model.GetSymbolInfo(qualifier).Symbol
            ?? model.GetSpeculativeSymbolInfo(qualifier.SpanStart, Expression(qualifier), SpeculativeBindingOption.BindAsExpression).Symbol;
        IEnumerable<ISymbol> members = symbol switch
        {
            INamespaceSymbol space => model.LookupNamespacesAndTypes(point.Start, space),
            ITypeSymbol type => model.LookupSymbols(point.Start, type).Where(member => member.IsStatic || member is ITypeSymbol),
            _ => TypeOf(qualifier, model) is { } type
                ? model.LookupSymbols(point.Start, type).Where(member => !member.IsStatic && member is not ITypeSymbol)
                    .Concat(ExtensionsOf(type, point, model))
                : [],
        };
        return members.Where(IsUsable).Select(member => CompletionItem.Of(member, isMember: true));
    }

    /// <remarks>The compiler's own list of them leaves out those from name spaces that scripts import without a <c>using</c>.</remarks>
    private static IEnumerable<ISymbol> ExtensionsOf(ITypeSymbol type, CompletionPoint point, SemanticModel model) =>
        model.LookupNamespacesAndTypes(point.Start).OfType<INamedTypeSymbol>()
            .Where(holder => holder.MightContainExtensionMethods)
            .SelectMany(holder => holder.GetMembers()).OfType<IMethodSymbol>()
            .Where(method => method.IsExtensionMethod && method.Name.StartsWith(point.Prefix, StringComparison.OrdinalIgnoreCase))
            .Where(method => model.IsAccessible(point.Start, method) && method.ReduceExtensionMethod(type) is not null);

    /// <summary>The type of what stands before a dot; also where the parser takes it for the name of a type.</summary>
    private static ITypeSymbol? TypeOf(SyntaxNode qualifier, SemanticModel model)
    {
        ITypeSymbol? type = model.GetTypeInfo(qualifier).Type;
        if (type is null or IErrorTypeSymbol)
            type = model.GetSpeculativeTypeInfo(qualifier.SpanStart, Expression(qualifier), SpeculativeBindingOption.BindAsExpression).Type;
        return type is IErrorTypeSymbol ? null : type;
    }

    private static ExpressionSyntax Expression(SyntaxNode qualifier) => SyntaxFactory.ParseExpression(qualifier.ToString());

    private static bool IsUsable(ISymbol symbol) => symbol.CanBeReferencedByName && !symbol.Name.StartsWith('<') && !IsHidden(symbol);

    private static bool IsOfObject(ISymbol symbol) => symbol.ContainingType?.SpecialType == SpecialType.System_Object;

    /// <summary>Its author does not want it to be offered.</summary>
    private static bool IsHidden(ISymbol symbol) => symbol.GetAttributes().Any(attribute =>
        attribute.AttributeClass?.Name == "EditorBrowsableAttribute" && attribute.ConstructorArguments is [{ Value: 1 }, ..]);
}
