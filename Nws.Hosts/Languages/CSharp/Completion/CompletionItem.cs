using Microsoft.CodeAnalysis;

namespace Nws.Hosts.Languages.CSharp.Completion;

/// <summary>Something that could stand at the cursor.</summary>
/// <param name="Text">What it is called.</param>
/// <param name="Kind">What it is, in the words of docs/kernels.md.</param>
internal sealed record CompletionItem(string Text, string Kind)
{
    internal const string Variable = "variable", Function = "function", Type = "type";
    internal const string Module = "module", Property = "property", Keyword = "keyword";

    /// <param name="symbol">What it stands for.</param>
    /// <param name="isMember">It follows a dot.</param>
    internal static CompletionItem Of(ISymbol symbol, bool isMember) => new(symbol.Name, symbol switch
    {
        IMethodSymbol => Function,
        ITypeSymbol => Type,
        INamespaceSymbol => Module,
        _ => isMember ? Property : Variable,
    });
}
