using System.Text.RegularExpressions;
using Acornima;
using Acornima.Ast;

namespace Nws.Hosts.Languages.EmbeddedJavaScript;

/// <summary>Turns <c>import { a as b } from 'nws'</c>, which only a file may have, into what a task may have.</summary>
internal static class ImportDeclarations
{
    private static readonly Regex Declaration = new(@"^\s*import\b(?!\s*[(.])", RegexOptions.Multiline);

    internal static string Rewrite(string code)
    {
        if (!Declaration.IsMatch(code)) return code;
        Module module;
        try
        {
            module = new Parser(new ParserOptions { EcmaVersion = EcmaVersion.Latest }).ParseModule(code);
        }
        catch (ParseErrorException)
        {
            return code;
        }
        foreach (ImportDeclaration declaration in module.Body.OfType<ImportDeclaration>().Reverse())
            code = code[..declaration.Start] + Assignment(declaration).PadRight(declaration.End - declaration.Start) + code[declaration.End..];
        return code;
    }

    private static string Assignment(ImportDeclaration declaration)
    {
        string name = declaration.Source.Value;
        if (name != "nws") throw new ModuleRefusedException(NodeOnly.Needs($"The import of '{name}'"));
        const string Loaded = "await import('nws')";
        string[] names = [.. declaration.Specifiers.Select(specifier => specifier switch
        {
            ImportSpecifier { Imported: Identifier imported } part => $"{imported.Name}: {part.Local.Name}",
            ImportNamespaceSpecifier whole => $"...{whole.Local.Name}",
            _ => $"default: {specifier.Local.Name}",
        })];
        return $"var {{ {string.Join(", ", names)} }} = {Loaded};";
    }
}
