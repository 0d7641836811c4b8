using Nws.Client;

namespace Nws;

/// <summary>
/// The operations of a workspace in forms that block the calling thread, for scripts and prompts: the names of the user guide, without <c>Async</c>. Each only waits for its asynchronous twin in
/// <see cref="NetWorkSpace"/>, where parameters and errors are described. They are methods, not extensions, because scripts pass dynamic arguments, which extensions cannot take.
/// </summary>
public abstract class BlockingWorkSpace
{
    private protected BlockingWorkSpace()
    {
    }

    private NetWorkSpace Workspace => (NetWorkSpace)this;

    /// <inheritdoc cref="NetWorkSpace.StoreAsync(string, object, CancellationToken)"/>
    public void Store(string variable, object? value) => Workspace.StoreAsync(variable, value).Block();

    /// <inheritdoc cref="NetWorkSpace.FetchAsync{T}"/>
    public T Fetch<T>(string variable, TimeSpan? timeout = null) => Workspace.FetchAsync<T>(variable, timeout).Block();

    /// <inheritdoc cref="NetWorkSpace.FetchAsync(string, TimeSpan?, CancellationToken)"/>
    public NwsValue Fetch(string variable, TimeSpan? timeout = null) => Workspace.FetchAsync(variable, timeout).Block();

    /// <inheritdoc cref="NetWorkSpace.FetchTryAsync{T}"/>
    public T? FetchTry<T>(string variable, T? missing = default) =>
        Workspace.FetchTryAsync(variable, missing).Block();

    /// <inheritdoc cref="NetWorkSpace.FetchTryAsync(string, CancellationToken)"/>
    public NwsValue? FetchTry(string variable) => Workspace.FetchTryAsync(variable).Block();

    /// <inheritdoc cref="NetWorkSpace.FindAsync{T}"/>
    public T Find<T>(string variable, TimeSpan? timeout = null) => Workspace.FindAsync<T>(variable, timeout).Block();

    /// <inheritdoc cref="NetWorkSpace.FindAsync(string, TimeSpan?, CancellationToken)"/>
    public NwsValue Find(string variable, TimeSpan? timeout = null) => Workspace.FindAsync(variable, timeout).Block();

    /// <inheritdoc cref="NetWorkSpace.FindTryAsync{T}"/>
    public T? FindTry<T>(string variable, T? missing = default) =>
        Workspace.FindTryAsync(variable, missing).Block();

    /// <inheritdoc cref="NetWorkSpace.FindTryAsync(string, CancellationToken)"/>
    public NwsValue? FindTry(string variable) => Workspace.FindTryAsync(variable).Block();

    /// <inheritdoc cref="NetWorkSpace.DeclareAsync"/>
    public void Declare(string variable, VariableMode mode) => Workspace.DeclareAsync(variable, mode).Block();

    /// <inheritdoc cref="NetWorkSpace.DeleteVarAsync"/>
    public void DeleteVar(string variable) => Workspace.DeleteVarAsync(variable).Block();

    /// <inheritdoc cref="NetWorkSpace.ListVarsAsync"/>
    public IReadOnlyList<VariableListing> ListVars() => Workspace.ListVarsAsync().Block();
}
