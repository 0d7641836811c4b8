using Acornima.Ast;
using Jint;

namespace Nws.Hosts.Languages.EmbeddedJavaScript;

/// <summary>The texts that were prepared last, so that the next use of one takes no time. A prepared text can run in any engine.</summary>
internal sealed class ScriptCache
{
    private const int Texts = 512;

    private readonly LruCache<(string Text, bool IsExpression), Prepared<Script>> _prepared = new(Texts);

    /// <summary>Statements, or an expression.</summary>
    internal Prepared<Script> Get(string text) => Get(text, isExpression: false, ScriptText.Prepare);

    /// <summary>An expression, such as a lambda.</summary>
    internal Prepared<Script> GetExpression(string text) => Get(text, isExpression: true, ScriptText.PrepareExpression);

    private Prepared<Script> Get(string text, bool isExpression, Func<string, Prepared<Script>> prepare)
    {
        if (!_prepared.TryGet((text, isExpression), out Prepared<Script> script)) _prepared.Set((text, isExpression), script = prepare(text));
        return script;
    }
}
