using Jint;
using Jint.Native;
using Nws.Client;
using Nws.Hosts.Languages.KernelEnd;

namespace Nws.Hosts.Languages.EmbeddedJavaScript;

/// <summary>Does what tasks ask of the workspaces of their Sleigh, through the client for C#, and calls them back.</summary>
internal sealed class WorkspaceRequests(SleighWorkspaces workspaces, Engine engine, EventLoop loop)
{
    private int _task;

    /// <summary>What was asked before is forgotten: nobody is called back for it.</summary>
    internal void Begin() => _task++;

    /// <summary>Cancels what is under way; a value that is on its way is not lost.</summary>
    internal void Cancel() => workspaces.CancelRequests();

    /// <param name="arguments">Role, method, variable, what else the method takes, and the functions to be called with the value (or nothing) or with an error's type, code and message.</param>
    internal JsValue Start(JsValue[] arguments)
    {
        var request = new Request(arguments[0].AsString(), arguments[1].AsString(), arguments[2].IsString() ? arguments[2].AsString() : "", arguments[3]);
        byte[]? bytes = request.Detail.IsUint8Array() ? request.Detail.AsUint8Array() : null;
        double? timeout = request.Detail.IsNumber() ? request.Detail.AsNumber() : null;
        string mode = request.Detail.IsString() ? request.Detail.AsString() : "";
        var (kept, broken, task) = (arguments[4], arguments[5], _task);
        loop.Expect();
        // On another thread, because to connect takes its time.
        _ = Task.Run(async () =>
        {
            try
            {
                NwsValue? value = await AskAsync(request, bytes, timeout, mode).ConfigureAwait(false);
                loop.Deliver(() => Call(task, kept, value is { } found ? engine.Intrinsics.Uint8Array.Construct(found.Encode()) : JsValue.Undefined));
            }
            catch (Exception fault)
            {
                string code = (fault as NwsOperationException)?.Code ?? "";
                loop.Deliver(() => Call(task, broken, new JsString(fault.GetType().Name), new JsString(code), new JsString(fault.Message)));
            }
        });
        return JsValue.Undefined;
    }

    private void Call(int task, JsValue callback, params JsValue[] arguments)
    {
        if (task == _task) engine.Call(callback, arguments);
    }

    /// <returns>Null if there was no value.</returns>
    private async Task<NwsValue?> AskAsync(Request request, byte[]? bytes, double? timeout, string mode)
    {
        NetWorkSpace workspace = request.Role == "sleigh" ? workspaces.Sleigh : workspaces.User;
        switch (request.Method)
        {
            case "store":
                await workspace.StoreAsync(request.Variable, NwsValue.Decode(bytes)).ConfigureAwait(false);
                return NwsValue.Nil;
            case "declare":
                if (!VariableModes.TryParse(mode, out VariableMode declared)) throw new NwsDeclarationFailedException("bad_mode", $"There is no mode '{mode}': fifo, lifo, multi, single.");
                await workspace.DeclareAsync(request.Variable, declared).ConfigureAwait(false);
                return NwsValue.Nil;
            case "deleteVar":
                await workspace.DeleteVarAsync(request.Variable).ConfigureAwait(false);
                return NwsValue.Nil;
            case "listVars":
                return NwsValue.From((await workspace.ListVarsAsync().ConfigureAwait(false)).Select(Listing).ToList());
            default:
                return await TakeAsync(workspace, request, timeout).ConfigureAwait(false);
        }
    }

    private static async Task<NwsValue?> TakeAsync(NetWorkSpace workspace, Request request, double? timeout)
    {
        bool fetches = request.Method == "fetch";
        if (timeout == 0)
            return await (fetches ? workspace.FetchTryAsync(request.Variable) : workspace.FindTryAsync(request.Variable)).ConfigureAwait(false);
        TimeSpan? limit = timeout is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
        try
        {
            return await (fetches ? workspace.FetchAsync(request.Variable, limit) : workspace.FindAsync(request.Variable, limit)).ConfigureAwait(false);
        }
        catch (NwsTimeoutException)
        {
            return null;
        }
    }

    private static Dictionary<string, object?> Listing(VariableListing variable) => new()
    {
        ["name"] = variable.Name, ["mode"] = VariableModes.Name(variable.Mode), ["values"] = variable.ValueCount,
        ["fetchers"] = variable.FetcherCount, ["finders"] = variable.FinderCount,
    };

    private sealed record Request(string Role, string Method, string Variable, JsValue Detail);
}
