using System.Text;
using Jint;
using Jint.Native;
using Jint.Runtime.Interop;
using Jint.Runtime.Modules;

namespace Nws.Hosts.Languages.EmbeddedJavaScript;

/// <summary>What the kernel's modules in JavaScript get from this program, as the module <c>nws:host</c>. Tasks cannot import it.</summary>
internal static class HostFunctions
{
    /// <summary>A function of JavaScript that is one of ours.</summary>
    internal static ClrFunction Function(Engine engine, string name, Func<JsValue[], JsValue> body) => new(engine, name, (_, arguments) => body(arguments));

    /// <summary>Adds the module to an engine.</summary>
    internal static void AddTo(Engine engine, EventLoop loop, WorkspaceRequests requests, Action<string, string> write)
    {
        engine.Modules.Add(ModuleShelf.Host, module => Export(
            module,
            engine,
            ("utf8Encode", arguments => engine.Intrinsics.Uint8Array.Construct(Encoding.UTF8.GetBytes(arguments[0].AsString()))),
            ("utf8Decode", arguments => new JsString(Encoding.UTF8.GetString(arguments[0].AsUint8Array()!))),
            ("randomUUID", _ => new JsString(Guid.NewGuid().ToString())),
            ("tagOf", arguments => new JsString(TagOf(arguments[0]))),
            ("setTimer", arguments => JsNumber.Create(loop.SetTimer(arguments[0], arguments[1].AsNumber(), arguments[2].AsBoolean()))),
            ("clearTimer", arguments => Done(() => loop.ClearTimer((int)arguments[0].AsNumber()))),
            ("write", arguments => Done(() => write(arguments[0].AsString(), arguments[1].AsString()))),
            ("refuse", arguments => throw new Jint.Runtime.JavaScriptException(engine.Intrinsics.Error, NodeOnly.Needs(arguments[0].AsString()))),
            ("request", requests.Start)));
    }

    private static void Export(ModuleBuilder module, Engine engine, params (string Name, Func<JsValue[], JsValue> Body)[] functions)
    {
        foreach (var (name, body) in functions) module.ExportValue(name, Function(engine, name, body));
    }

    private static JsValue Done(Action action)
    {
        action();
        return JsValue.Undefined;
    }

    /// <summary>The interpreter's class of an object, whatever the object says of itself: <c>Map</c>, <c>Date</c>, <c>Proxy</c>.</summary>
    private static string TagOf(JsValue value)
    {
        string name = value.GetType().Name;
        if (name.StartsWith("Js", StringComparison.Ordinal)) name = name[2..];
        return name.EndsWith("Instance", StringComparison.Ordinal) ? name[..^"Instance".Length] : name;
    }
}
