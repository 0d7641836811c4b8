using System.Collections.Frozen;

namespace Nws.Hosts.Repl.Syntax;

/// <summary>The words that languages keep for themselves.</summary>
internal static class Keywords
{
    private static readonly FrozenSet<string> Python = Set(
        "False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda match nonlocal not or pass "
        + "raise return try while with yield");

    private static readonly FrozenSet<string> JavaScript = Set(
        "async await break case catch class const continue debugger default delete do else export extends false finally for function if import in instanceof let new null of "
        + "return static super switch this throw true try typeof undefined var void while with yield");

    private static readonly FrozenSet<string> CSharp = Set(
        "abstract as async await base bool break byte case catch char checked class const continue decimal default delegate do double dynamic else enum event explicit extern false "
        + "finally fixed float for foreach get goto if implicit in init int interface internal is lock long nameof namespace new null object operator out override params private "
        + "protected public readonly record ref return sbyte sealed set short sizeof static string struct switch this throw true try typeof uint ulong unchecked unsafe ushort using "
        + "var virtual void volatile when where while with yield");

    private static readonly FrozenSet<string> R = Set("FALSE Inf NA NaN NULL TRUE break else for function if in next repeat while");

    internal static FrozenSet<string> Of(NwsLanguage language) => language switch
    {
        NwsLanguage.Python => Python,
        NwsLanguage.JavaScript => JavaScript,
        NwsLanguage.R => R,
        _ => CSharp,
    };

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet();
}
