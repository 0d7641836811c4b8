using System.Collections;
using Nws.Client;

namespace Nws;

/// <summary>
/// The operations of a connection and of a Sleigh in forms that block the calling thread, for scripts and prompts, where <c>await</c> is a nuisance: the names of the user guide, without <c>Async</c>. Each only
/// waits for its asynchronous twin, where parameters and errors are described. Services and user interfaces should use the twins.
/// </summary>
public static class BlockingOperations
{
    /// <inheritdoc cref="NwsServer.OpenWsAsync"/>
    public static NetWorkSpace OpenWs(this NwsServer server, string name, bool persistent = false, bool create = true) =>
        Of(server).OpenWsAsync(name, persistent, create).Block();

    /// <inheritdoc cref="NwsServer.UseWsAsync"/>
    public static NetWorkSpace UseWs(this NwsServer server, string name, bool create = true) => Of(server).UseWsAsync(name, create).Block();

    /// <inheritdoc cref="NwsServer.MktempWsAsync"/>
    public static string MktempWs(this NwsServer server, string template = "__csws__%d") => Of(server).MktempWsAsync(template).Block();

    /// <inheritdoc cref="NwsServer.DeleteWsAsync"/>
    public static void DeleteWs(this NwsServer server, string name) => Of(server).DeleteWsAsync(name).Block();

    /// <inheritdoc cref="NwsServer.ListWssAsync"/>
    public static IReadOnlyList<WorkspaceListing> ListWss(this NwsServer server, bool withVariables = false) => Of(server).ListWssAsync(withVariables).Block();

    /// <inheritdoc cref="NwsServer.ListWaitsAsync"/>
    public static IReadOnlyList<NwsWait> ListWaits(this NwsServer server, string? workspace = null) => Of(server).ListWaitsAsync(workspace).Block();

    /// <inheritdoc cref="NwsServer.DisposeAsync"/>
    public static void Close(this NwsServer server) => Of(server).DisposeAsync().AsTask().Block();

    extension(Sleigh)
    {
        /// <inheritdoc cref="Sleigh.StartAsync(int, CancellationToken)"/>
        public static Sleigh Start(int workerCount = 3) => Sleigh.StartAsync(workerCount).Block();

        /// <inheritdoc cref="Sleigh.StartAsync(SleighOptions, CancellationToken)"/>
        public static Sleigh Start(SleighOptions options) => Sleigh.StartAsync(options).Block();

        /// <inheritdoc cref="Sleigh.AttachAsync(string, NwsConnectionOptions, CancellationToken)"/>
        public static Sleigh Attach(string farm, NwsConnectionOptions? connection = null) => Sleigh.AttachAsync(farm, connection).Block();
    }

    /// <inheritdoc cref="Sleigh.EachElemAsync(Code, System.Collections.IEnumerable, IReadOnlyList{object?}?, EachOptions?, CancellationToken)"/>
    public static IReadOnlyList<NwsValue> EachElem(
        this Sleigh sleigh, Code code, IEnumerable elements, IReadOnlyList<object?>? fixedArgs = null, EachOptions? options = null) =>
        Of(sleigh).EachElemAsync(code, elements, fixedArgs, options).Block();

    /// <inheritdoc cref="Sleigh.EachElemAsync{T}(Code, IEnumerable, IReadOnlyList{object?}?, EachOptions?, CancellationToken)"/>
    public static IReadOnlyList<T> EachElem<T>(
        this Sleigh sleigh, Code code, IEnumerable elements, IReadOnlyList<object?>? fixedArgs = null, EachOptions? options = null) =>
        Of(sleigh).EachElemAsync<T>(code, elements, fixedArgs, options).Block();

    /// <inheritdoc cref="Sleigh.EachElemAsync{T}(Code, IReadOnlyDictionary{string, T}, IReadOnlyList{object?}?, EachOptions?, CancellationToken)"/>
    public static IReadOnlyDictionary<string, NwsValue> EachElem<T>(
        this Sleigh sleigh, Code code, IReadOnlyDictionary<string, T> elements, IReadOnlyList<object?>? fixedArgs = null, EachOptions? options = null) =>
        Of(sleigh).EachElemAsync(code, elements, fixedArgs, options).Block();

    /// <inheritdoc cref="Sleigh.EachWorkerAsync"/>
    public static IReadOnlyList<NwsValue> EachWorker(
        this Sleigh sleigh, Code code, IReadOnlyList<object?>? workerArgs = null, EachOptions? options = null) =>
        Of(sleigh).EachWorkerAsync(code, workerArgs, options).Block();

    /// <inheritdoc cref="Sleigh.DefineAsync"/>
    public static void Define(this Sleigh sleigh, Code definitions) => Of(sleigh).DefineAsync(definitions).Block();

    /// <inheritdoc cref="Sleigh.ExportAsync"/>
    public static void Export(this Sleigh sleigh, string name, object? value) => Of(sleigh).ExportAsync(name, value).Block();

    /// <inheritdoc cref="Sleigh.UnexportAsync"/>
    public static void Unexport(this Sleigh sleigh, string name) => Of(sleigh).UnexportAsync(name).Block();

    /// <inheritdoc cref="Sleigh.BeginEachElemAsync"/>
    public static SleighPending BeginEachElem(
        this Sleigh sleigh, Code code, IEnumerable elements, IReadOnlyList<object?>? fixedArgs = null, EachOptions? options = null) =>
        Of(sleigh).BeginEachElemAsync(code, elements, fixedArgs, options).Block();

    /// <inheritdoc cref="Sleigh.BeginEachWorkerAsync"/>
    public static SleighPending BeginEachWorker(
        this Sleigh sleigh, Code code, IReadOnlyList<object?>? workerArgs = null, EachOptions? options = null) =>
        Of(sleigh).BeginEachWorkerAsync(code, workerArgs, options).Block();

    /// <inheritdoc cref="SleighPending.WaitAsync"/>
    public static IReadOnlyList<NwsValue> Wait(this SleighPending pending) => Of(pending).WaitAsync().Block();

    /// <summary>As <see cref="Sleigh.ImapAsync"/>, iterating with a plain <c>foreach</c>.</summary>
    public static IEnumerable<NwsValue> Imap(this Sleigh sleigh, Code code, IEnumerable elements, EachOptions? options = null) =>
        Iterate(Of(sleigh).ImapAsync(code, elements, options).Block());

    /// <summary>As <see cref="Sleigh.StarmapAsync(Code, IEnumerable{IReadOnlyList{object?}}, EachOptions?, CancellationToken)"/>, iterating with a plain <c>foreach</c>.</summary>
    public static IEnumerable<NwsValue> Starmap(this Sleigh sleigh, Code code, IEnumerable<IReadOnlyList<object?>> rows, EachOptions? options = null) =>
        Iterate(Of(sleigh).StarmapAsync(code, rows, options).Block());

    /// <inheritdoc cref="Sleigh.StopAsync"/>
    public static void Stop(this Sleigh sleigh) => Of(sleigh).StopAsync().Block();

    private static IEnumerable<NwsValue> Iterate(SleighResultIterator results)
    {
        try
        {
            while (results.NextAsync().AsTask().Block() is (true, var value)) yield return value;
        }
        finally
        {
            results.StopAsync().Block();
        }
    }

    private static T Of<T>(T target)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(target);
        return target;
    }
}
