using Nws.Hosts.Languages;
using Nws.Server;

namespace Nws.Hosts.Cli;

/// <summary>
/// Evaluates what people store as an expression in the web console. Each language runs in a kernel that starts with the first expression. Unless people who use the console are known to be the
/// user's (by a token, or because the user says so), there is only JavaScript, in the sandbox: whoever reaches the port must not run programs as this user.
/// </summary>
internal sealed class WebExpressions : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, ILanguageHost> _hosts = new(StringComparer.Ordinal);

    public WebExpressions(LanguageRegistry registry, bool trusted)
    {
        foreach (var language in trusted ? Enum.GetValues<NwsLanguage>() : [NwsLanguage.JavaScript])
        {
            if (!trusted || IsInstalled(registry, language)) _hosts.Add(language.ToWireName(), new KernelHost(language, registry, new KernelSettings()) { Sandboxed = !trusted });
        }
        Expressions = new NwsExpressions([.. _hosts.Keys], EvaluateAsync);
    }

    /// <summary>What the server is given.</summary>
    public NwsExpressions Expressions { get; }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts.Values) await host.DisposeAsync();
    }

    private static bool IsInstalled(LanguageRegistry registry, NwsLanguage language)
    {
        try
        {
            registry.Find(language);
            return true;
        }
        catch (LanguageUnavailableException)
        {
            return false;
        }
    }

    private async Task<NwsValue> EvaluateAsync(string language, string code, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Limit);
        try
        {
            return await _hosts[language].EvaluateAsync(code, [], limit.Token);
        }
        catch (Exception fault) when (limit.IsCancellationRequested && !cancellation.IsCancellationRequested && fault is OperationCanceledException or NwsException)
        {
            throw new NwsException($"The expression was not ready after {Limit.TotalSeconds} seconds and was ended.");
        }
    }
}
