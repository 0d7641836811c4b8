using System.Buffers;
using Acornima.Ast;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using Nws.Farm;
using Nws.Hosts.Languages.KernelEnd;
using Nws.Values;

namespace Nws.Hosts.Languages.EmbeddedJavaScript;

/// <summary>Runs JavaScript in this process: evaluates, defines, invokes. One call at a time, on one thread.</summary>
internal sealed class JavaScriptEngine : IDisposable
{
    private const string SleighValue = "SleighValue";

    private readonly Engine _engine;
    private readonly TaskLimits _limits;
    private readonly TaskWatch _watch;
    private readonly EventLoop _loop;
    private readonly WorkspaceRequests _requests;
    private readonly ScriptCache _scripts;
    private readonly FunctionResolver _functions;
    private readonly ObjectInstance _kernel;

    /// <param name="settings">What the host has told of the Sleigh.</param>
    /// <param name="limits">How much a task may use.</param>
    /// <param name="scripts">The texts prepared so far; engines may share it.</param>
    /// <param name="write">Takes what tasks print: stream and text.</param>
    internal JavaScriptEngine(KernelSettings settings, TaskLimits limits, ScriptCache scripts, Action<string, string> write)
    {
        (_limits, _scripts, _watch) = (limits, scripts, new TaskWatch(limits));
        _engine = new Engine(options => Configure(options, limits, _watch));
        _loop = new EventLoop(_engine);
        _requests = new WorkspaceRequests(new SleighWorkspaces(settings), _engine, _loop);
        HostFunctions.AddTo(_engine, _loop, _requests, (stream, text) =>
        {
            _watch.CheckOutput(text.Length);
            write(stream, text);
        });
        _watch.Begin();
        _kernel = _engine.Modules.Import(ModuleShelf.Kernel);
        Call("install", Globals(settings));
        _functions = new FunctionResolver(_engine, scripts);
    }

    /// <returns>The value as it can travel.</returns>
    internal NwsValue Evaluate(string code, IReadOnlyList<NwsValue> arguments)
    {
        Begin(arguments);
        Prepared<Script> script = _scripts.Get(code);
        bool mayBeSet = code.Contains(SleighValue, StringComparison.Ordinal);
        if (mayBeSet) _engine.SetValue(SleighValue, JsValue.Undefined);
        JsValue value = Await(_engine.Evaluate(script));
        if (mayBeSet && _engine.GetValue(SleighValue) is var set && !set.IsUndefined() && !set.IsNull()) value = set;
        return Encode(value);
    }

    internal void Define(string code)
    {
        Begin([]);
        Await(_engine.Evaluate(_scripts.Get(code)));
    }

    /// <returns>The value as it can travel.</returns>
    internal NwsValue Invoke(string function, IReadOnlyList<NwsValue> arguments)
    {
        Begin([]);
        var (target, receiver) = _functions.Resolve(function);
        return Encode(Await(_engine.Call(target, receiver, [.. Decode(arguments).AsArray()])));
    }

    /// <returns>The map of docs/kernels.md.</returns>
    internal NwsValue Complete(string code, int cursor)
    {
        Begin([]);
        JsValue nothing = _engine.Evaluate("({ declaredNames: [], directories: [] })", ModuleShelf.Kernel);
        return Encode(Call("complete", new JsString(code), JsNumber.Create(cursor), nothing, nothing));
    }

    /// <summary>Lets the random numbers of what runs next depend on a seed and the number of the element; null: on nothing.</summary>
    internal void Seed(long? seed, long element)
    {
        _watch.Begin();
        if (seed is { } given) Call("seed", new JsString($"{given}"), new JsString($"{element}"));
        else Call("forgetSeed");
    }

    /// <summary>Makes a global variable.</summary>
    internal void Set(string name, NwsValue value)
    {
        _watch.Begin();
        _engine.SetValue(name, Decode([value]).AsArray()[0]);
    }

    /// <summary>Takes a global variable away. What code has declared stays, but is undefined.</summary>
    internal void Unset(string name)
    {
        if (!_engine.Global.Delete(new JsString(name))) _engine.SetValue(name, JsValue.Undefined);
    }

    /// <summary>Ends the running task, from another thread.</summary>
    internal void Interrupt()
    {
        _watch.Interrupt();
        _requests.Cancel();
        _loop.Post(_watch.Check);
    }

    /// <summary>Drops what a task that was interrupted has left to be done.</summary>
    internal void Abandon()
    {
        _watch.Interrupt();
        _requests.Abandon();
        _loop.Abandon();
    }

    public void Dispose() => _engine.Dispose();

    /// <summary>What the host is to be told of what ended a task.</summary>
    internal NwsError Describe(Exception fault)
    {
        NwsError error = ScriptFaults.Describe(fault, _limits, thrown =>
        {
            _watch.Begin();
            return ErrorRecord.Read(NwsValue.Decode(Call("taskError", thrown.Error).AsUint8Array()));
        });
        return new NwsError(error.Type, NodeOnly.Advise(error), error.Stack, error.Language, error.Cause);
    }

    private static void Configure(Options options, TaskLimits limits, TaskWatch watch)
    {
        options.Constraint(watch).EnableModules(new ModuleShelf()).SetBuildCallStackHandler(ScriptFaults.Frame).RegexTimeoutInterval(limits.Regex).MaxArraySize(limits.ArrayLength);
        if (limits.Recursion >= 0) options.LimitRecursion(limits.Recursion);
        if (limits.IsSandbox) options.LimitMemory(limits.Memory);
        options.Constraints.StackOverflowGuard = true;
        options.Interop.Enabled = false;
        options.RetainFunctionSourceText = true;
        options.AgentCanSuspend = false;
    }

    private static Dictionary<string, object?> Map(KernelSettings settings, bool sandbox) => new()
    {
        ["rank"] = settings.Rank ?? 0, ["workers"] = settings.Workers ?? 1, ["sandbox"] = sandbox, ["sleigh"] = settings.Sleigh, ["user"] = settings.User,
    };

    private JsValue Globals(KernelSettings settings) => Decode([NwsValue.From(Map(settings, _limits.IsSandbox))]).AsArray()[0];

    private void Begin(IReadOnlyList<NwsValue> arguments)
    {
        _watch.Begin();
        _engine.SetValue("SleighArguments", Decode(arguments));
    }

    private JsValue Await(JsValue value) => _loop.Await(value, _kernel.Get("whenSettled"));

    /// <summary>The list is no value itself, so that what is in it may be as deep as a value can be.</summary>
    private JsValue Decode(IReadOnlyList<NwsValue> values)
    {
        var bytes = new ArrayBufferWriter<byte>();
        new MessagePackWriter(bytes).WriteArrayHeader(values.Count);
        foreach (NwsValue value in values) value.Encode(bytes);
        return Call("decodeList", _engine.Intrinsics.Uint8Array.Construct(bytes.WrittenSpan));
    }

    private NwsValue Encode(JsValue value)
    {
        byte[] bytes = Call("encodeResult", value).AsUint8Array()!;
        _watch.CheckResult(bytes.Length);
        return NwsValue.Decode(bytes);
    }

    private JsValue Call(string function, params JsValue[] arguments) => _engine.Call(_kernel.Get(function), arguments);
}
