using System.Text;
using Acornima.Ast;

namespace Nws.Hosts.Languages.EmbeddedJavaScript;

/// <summary>
/// Lets a script do what a console does. <c>let</c>, <c>const</c> and <c>class</c> outside of all brackets become global variables, so that a later text may declare them anew. A text that awaits becomes
/// the body of an asynchronous function, from which its variables are taken out and whose result is the value of the last statement.
/// </summary>
internal sealed class Rewriting(string source, Script script)
{
    private readonly List<(int Start, int End, string Text)> _edits = [];

    /// <summary>The rewritten text has one line more at its beginning.</summary>
    internal bool AddsLine { get; private set; }

    internal string Apply()
    {
        AddsLine = TopLevelAwait.IsIn(script);
        foreach (Statement statement in script.Body)
        {
            switch (statement)
            {
                case VariableDeclaration { Kind: VariableDeclarationKind.Var or VariableDeclarationKind.Let or VariableDeclarationKind.Const } variables:
                    if (AddsLine) Assign(variables);
                    else MakeGlobal(variables);
                    break;
                case ClassDeclaration { Id: { } name } declared:
                    Insert(declared.Start, AddsLine ? $"void({name.Name}=" : $"var {name.Name}=");
                    Insert(declared.End, AddsLine ? ");" : ";");
                    break;
            }
        }
        return AddsLine ? Asynchronous() : Edited();
    }

    private void MakeGlobal(VariableDeclaration variables)
    {
        if (variables.Kind == VariableDeclarationKind.Var) return;
        int keyword = variables.Kind == VariableDeclarationKind.Let ? "let".Length : "const".Length;
        _edits.Add((variables.Start, variables.Start + keyword, "var".PadRight(keyword)));
        foreach (VariableDeclarator each in variables.Declarations.Where(each => each.Init is null)) Insert(each.End, " = undefined");
    }

    private void Assign(VariableDeclaration variables)
    {
        bool isVar = variables.Kind == VariableDeclarationKind.Var;
        _edits.Add((variables.Start, variables.Declarations[0].Start, "void("));
        foreach (VariableDeclarator each in variables.Declarations)
        {
            if (each is { Init: null, Id: Identifier name }) Insert(each.End, isVar ? $" = globalThis.{name.Name}" : " = undefined");
        }
        Insert(variables.Declarations[^1].End, ")");
    }

    private string Asynchronous()
    {
        if (script.Body.Count > 0 && script.Body[^1] is ExpressionStatement last)
        {
            Insert(last.Expression.Start, "return (");
            Insert(last.Expression.End, ")");
        }
        IEnumerable<string> functions = script.Body.OfType<FunctionDeclaration>().Select(each => each.Id!.Name);
        string exports = string.Concat(functions.Select(name => $"globalThis.{name}={name};"));
        return $"(async()=>{{{exports}\n{Edited()}\n}})()";
    }

    private void Insert(int at, string text) => _edits.Add((at, at, text));

    private string Edited()
    {
        var text = new StringBuilder();
        int copied = 0;
        foreach (var (start, end, replacement) in _edits.OrderBy(edit => edit.Start))
        {
            text.Append(source, copied, start - copied).Append(replacement);
            copied = end;
        }
        return text.Append(source, copied, source.Length - copied).ToString();
    }
}
