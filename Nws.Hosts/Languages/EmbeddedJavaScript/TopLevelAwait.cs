using Acornima;
using Acornima.Ast;

namespace Nws.Hosts.Languages.EmbeddedJavaScript;

/// <summary>Looks for an <c>await</c> that stands in no function.</summary>
internal sealed class TopLevelAwait : AstVisitor
{
    private bool _found;

    internal static bool IsIn(Script script)
    {
        var visitor = new TopLevelAwait();
        visitor.Visit(script);
        return visitor._found;
    }

    public override object? Visit(Node node) => _found || node is IFunction ? node : base.Visit(node);

    protected override object? VisitAwaitExpression(AwaitExpression node)
    {
        _found = true;
        return node;
    }

    protected override object? VisitForOfStatement(ForOfStatement node)
    {
        _found |= node.Await;
        return base.VisitForOfStatement(node);
    }
}
