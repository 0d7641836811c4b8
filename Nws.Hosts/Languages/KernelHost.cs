namespace Nws.Hosts.Languages;

/// <summary>
/// Runs code of one language in a kernel, a child process. It starts with the first call; when it is lost, that call fails, and the next
/// starts a fresh one. Calls may overlap: they run in the order they were made.
/// </summary>
internal sealed class KernelHost(NwsLanguage language, LanguageRegistry registry, KernelSettings settings) : ILanguageHost
{
    private static readonly TimeSpan UsualPatience = TimeSpan.FromSeconds(0.5);

    private readonly SemaphoreSlim _starting = new(1);
    private readonly CancellationTokenSource _disposed = new();
    private volatile Kernel? _kernel;
    private Task<Kernel>? _launched;

    public NwsLanguage Language => language;

    public event Action<string, string, int?>? Output;

    public int Generation { get; private set; }

    public Preamble Preamble { get; } = new();

    /// <summary>What kernels are told when they begin.</summary>
    internal KernelSettings Settings { get; set; } = settings;

    /// <summary>How long code may go on after an interrupt before its kernel is killed. Default: half a second.</summary>
    internal TimeSpan Patience { get; init; } = UsualPatience;

    /// <summary>The kernel is the sandbox of <see cref="LanguageRegistry.FindSandbox"/>. Default: no.</summary>
    internal bool Sandboxed { get; init; }

    /// <summary>Lets the process of the first kernel start already; it is told the settings when it is needed.</summary>
    internal void Launch() => _launched = Task.Run(LaunchKernel);

    public Task<NwsValue> EvaluateAsync(string code, IReadOnlyList<NwsValue> arguments, CancellationToken cancellation) =>
        RequestAsync("evaluate", [NwsValue.From(code), NwsValue.From(arguments)], cancellation);

    public Task DefineAsync(string code, CancellationToken cancellation) => RequestAsync("define", [NwsValue.From(code)], cancellation);

    public Task<NwsValue> InvokeAsync(string function, IReadOnlyList<NwsValue> arguments, CancellationToken cancellation) =>
        RequestAsync("invoke", [NwsValue.From(function), NwsValue.From(arguments)], cancellation);

    public async Task MapAsync(MapRequest request, Action<MapPart> part, CancellationToken cancellation)
    {
        var reports = new MapReports(request, part);
        reports.Finish(await RequestAsync(new KernelRequest("map", request.ToParameters(), reports.Hear), cancellation).ConfigureAwait(false));
    }

    public Task SetAsync(string name, NwsValue value, CancellationToken cancellation) => RequestAsync("set", [NwsValue.From(name), value], cancellation);

    public Task UnsetAsync(string name, CancellationToken cancellation) => RequestAsync("unset", [NwsValue.From(name)], cancellation);

    public async Task<Completions> CompleteAsync(string code, int cursor, CancellationToken cancellation)
    {
        NwsValue[] parameters = [NwsValue.From(code), NwsValue.From(Completions.CountCodePoints(code.AsSpan(0, cursor)))];
        return Completions.Read(await RequestAsync("complete", parameters, cancellation).ConfigureAwait(false), code);
    }

    public async Task<string?> DescribeAsync(CancellationToken cancellation)
    {
        try
        {
            return (await RequestAsync("describe", [], cancellation).ConfigureAwait(false)).To<string?>();
        }
        catch (LanguageTaskException)
        {
            return null; // not every kernel knows the request
        }
    }

    public Task<bool> InterruptAsync() => _kernel?.InterruptAsync() ?? Task.FromResult(true);

    /// <summary>Ends the kernel without waiting for its end, for a program that ends itself.</summary>
    internal void Kill() => _kernel?.Kill();

    public async ValueTask DisposeAsync()
    {
        await _disposed.CancelAsync().ConfigureAwait(false);
        await _starting.WaitAsync().ConfigureAwait(false);
        if (Interlocked.Exchange(ref _launched, null) is { } unused)
            await EndAsync(unused).ConfigureAwait(false);
        if (_kernel is not null)
            await _kernel.DisposeAsync().ConfigureAwait(false);
        _kernel = null;
        _starting.Release();
    }

    private Task<NwsValue> RequestAsync(string method, NwsValue[] parameters, CancellationToken cancellation) =>
        RequestAsync(new KernelRequest(method, parameters), cancellation);

    private async Task<NwsValue> RequestAsync(KernelRequest request, CancellationToken cancellation)
    {
        Task<NwsValue> response;
        await _starting.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed.IsCancellationRequested, this);
            if (_kernel is null or { IsLost: true })
                await ReplaceKernelAsync(cancellation).ConfigureAwait(false);
            response = _kernel!.RequestAsync(request, cancellation);
        }
        finally
        {
            _starting.Release();
        }
        return await response.ConfigureAwait(false);
    }

    private async Task ReplaceKernelAsync(CancellationToken cancellation)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _disposed.Token);
        if (_kernel is not null)
            await _kernel.DisposeAsync().ConfigureAwait(false);
        _kernel = null;
        Kernel kernel = Interlocked.Exchange(ref _launched, null) is { } launched ? await launched.ConfigureAwait(false) : LaunchKernel();
        await kernel.BeginAsync(Settings, either.Token).ConfigureAwait(false);
        Generation++;
        _kernel = kernel;
        try
        {
            foreach ((string method, NwsValue[] parameters) in Preamble.Requests)
                await BeginWithAsync(kernel, method, parameters, either.Token).ConfigureAwait(false);
        }
        catch
        {
            _kernel = null;
            await kernel.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private Kernel LaunchKernel() =>
        Kernel.Launch(Sandboxed ? registry.FindSandbox() : registry.Find(language), Patience, (stream, text, element) => Output?.Invoke(stream, text, element));

    private static async Task EndAsync(Task<Kernel> launched)
    {
        // One that could not be launched is not missed by those who did not ask it.
        await ((Task)launched).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (launched.IsCompletedSuccessfully)
            await launched.Result.DisposeAsync().ConfigureAwait(false);
    }

    private static async Task BeginWithAsync(Kernel kernel, string method, NwsValue[] parameters, CancellationToken cancellation)
    {
        try
        {
            await kernel.RequestAsync(method, parameters, cancellation).ConfigureAwait(false);
        }
        catch (LanguageTaskException) when (method != "define")
        {
            // A name that other languages allow is no identifier here. Whatever needs it will say what it lacks.
        }
    }
}
