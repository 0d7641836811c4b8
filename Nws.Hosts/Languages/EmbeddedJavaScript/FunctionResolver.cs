using System.Text.RegularExpressions;
using Jint;
using Jint.Native;
using Jint.Runtime;

namespace Nws.Hosts.Languages.EmbeddedJavaScript;

/// <summary>Finds the function that a text means: a name, a lambda, or a dotted name in an object.</summary>
internal sealed class FunctionResolver(Engine engine, ScriptCache scripts)
{
    private const int Lambdas = 512;

    private static readonly Regex DottedName = new(@"^[\w$@:/-]+(\.[\w$]+)*$");

    private readonly LruCache<string, JsValue> _lambdas = new(Lambdas);

    /// <returns>The function and what it is called on.</returns>
    /// <exception cref="JavaScriptException">There is no such function.</exception>
    internal (JsValue Function, JsValue Receiver) Resolve(string text)
    {
        string source = text.Trim();
        var found = DottedName.IsMatch(source) ? Member(source) : (Lambda(source), JsValue.Undefined);
        if (found.Item1.IsUndefined())
            throw new JavaScriptException(engine.Construct("ReferenceError", new JsString($"there is no function '{source}': define it first. {NodeOnly.Needs("A function of a module")}")));
        return found.Item1.IsCallable() ? found : throw new JavaScriptException(engine.Intrinsics.TypeError, $"'{source}' is no function");
    }

    private (JsValue Function, JsValue Receiver) Member(string source)
    {
        var (value, receiver) = ((JsValue)engine.Global, JsValue.Undefined);
        foreach (string name in source.Split('.'))
        {
            if (!value.IsObject()) return (JsValue.Undefined, receiver);
            (receiver, value) = (value, value.AsObject().Get(name));
        }
        return (value, source.Contains('.') ? receiver : JsValue.Undefined);
    }

    private JsValue Lambda(string source)
    {
        if (!_lambdas.TryGet(source, out JsValue? function)) _lambdas.Set(source, function = engine.Evaluate(scripts.GetExpression(source)));
        return function;
    }
}
