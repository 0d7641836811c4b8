using Jint;
using Jint.Native;
using Nws.Client;
using Nws.Hosts.Languages.KernelEnd;
using Nws.Wire;

namespace Nws.Hosts.Languages.EmbeddedJavaScript;

/// <summary>Does what tasks ask of the workspaces of their Sleigh, through the client for C#, and calls them back.</summary>
internal sealed class WorkspaceRequests(SleighWorkspaces workspaces, Engine engine, EventLoop loop)
{
    private volatile int _abandonments;

    /// <summary>Nobody waits any more for what was asked before: a value that it fetches goes back to its place.</summary>
    internal void Abandon() => _abandonments++;

    /// <summary>Cancels what is under way, from another thread.</summary>
    internal void Cancel() => workspaces.CancelRequests();

    /// <param name="arguments">Role, method, variable, what else the method takes, and the functions to be called with the value (or nothing) or with an error's type, code and message.</param>
    internal JsValue Start(JsValue[] arguments)
    {
        var request = new Request(arguments[0].AsString(), arguments[1].AsString(), arguments[2].IsString() ? arguments[2].AsString() : "")
        {
            Bytes = arguments[3].IsUint8Array() ? arguments[3].AsUint8Array() : null,
            Timeout = arguments[3].IsNumber() ? TimeSpan.FromSeconds(arguments[3].AsNumber()) : null,
            Mode = arguments[3].IsString() ? arguments[3].AsString() : "",
        };
        var (kept, broken, abandonments) = (arguments[4], arguments[5], _abandonments);
        loop.Expect();
        // On another thread, because to connect takes its time.
        _ = Task.Run(() => AnswerAsync(request, kept, broken, isWanted: () => _abandonments == abandonments));
        return JsValue.Undefined;
    }

    private async Task AnswerAsync(Request request, JsValue kept, JsValue broken, Func<bool> isWanted)
    {
        try
        {
            WorkspaceAnswer answer = await AskAsync(request).ConfigureAwait(false);
            loop.Deliver(() => Take(answer, kept, isWanted()));
            // Behind the delivery: whoever abandons the requests looks through what has been delivered, and the thread of the tasks may not come to the rest for long.
            if (!isWanted()) answer.GiveBack();
        }
        catch (Exception fault)
        {
            string code = (fault as NwsOperationException)?.Code ?? "";
            loop.Deliver(() =>
            {
                if (isWanted()) engine.Call(broken, new JsString(fault.GetType().Name), new JsString(code), new JsString(fault.Message));
            });
        }
    }

    private void Take(WorkspaceAnswer answer, JsValue kept, bool isWanted)
    {
        if (!isWanted)
        {
            answer.GiveBack();
            return;
        }
        try
        {
            engine.Call(kept, answer.Encoded is { } bytes ? engine.Intrinsics.Uint8Array.Construct(bytes.Span) : JsValue.Undefined);
        }
        catch
        {
            // It cannot be read here, or the task was interrupted just now.
            answer.GiveBack();
            throw;
        }
        answer.Confirm();
    }

    private async Task<WorkspaceAnswer> AskAsync(Request request)
    {
        NetWorkSpace workspace = request.Role == "sleigh" ? workspaces.Sleigh : workspaces.User;
        switch (request.Method)
        {
            case "store":
                await workspace.StoreAsync(request.Variable, NwsValue.Decode(request.Bytes)).ConfigureAwait(false);
                return WorkspaceAnswer.Empty;
            case "declare":
                if (!VariableModes.TryParse(request.Mode, out VariableMode declared)) throw new NwsDeclarationFailedException("bad_mode", $"There is no mode '{request.Mode}': fifo, lifo, multi, single.");
                await workspace.DeclareAsync(request.Variable, declared).ConfigureAwait(false);
                return WorkspaceAnswer.Empty;
            case "deleteVar":
                await workspace.DeleteVarAsync(request.Variable).ConfigureAwait(false);
                return WorkspaceAnswer.Empty;
            case "listVars":
                return new WorkspaceAnswer { Encoded = NwsValue.From((await workspace.ListVarsAsync().ConfigureAwait(false)).Select(Listing).ToList()).Encode() };
            default:
                return await TakeAsync(workspace, request).ConfigureAwait(false);
        }
    }

    private static async Task<WorkspaceAnswer> TakeAsync(NetWorkSpace workspace, Request request)
    {
        var take = new TakeRequest(request.Method == "fetch" ? Methods.Fetch : Methods.Find, workspace.Name, [request.Variable]) { Timeout = request.Timeout };
        return await workspace.TakeAsync(take, CancellationToken.None).ConfigureAwait(false) is { } delivery
            ? new WorkspaceAnswer { Encoded = delivery.Encoded, Workspace = workspace, Lease = delivery.Lease }
            : WorkspaceAnswer.Empty;
    }

    private static Dictionary<string, object?> Listing(VariableListing variable) => new()
    {
        ["name"] = variable.Name, ["mode"] = VariableModes.Name(variable.Mode), ["values"] = variable.ValueCount,
        ["fetchers"] = variable.FetcherCount, ["finders"] = variable.FinderCount,
    };

    private sealed record Request(string Role, string Method, string Variable)
    {
        /// <summary>What is to be stored, encoded.</summary>
        internal byte[]? Bytes { get; init; }

        /// <summary>How long to wait; null: for ever; zero: not at all.</summary>
        internal TimeSpan? Timeout { get; init; }

        /// <summary>What is to be declared.</summary>
        internal string Mode { get; init; } = "";
    }
}
