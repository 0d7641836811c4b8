using Nws.Hosts.Languages;

namespace Nws.Hosts.Worker;

/// <summary>The languages a worker has needed so far.</summary>
/// <param name="newHost">Makes the host of a language.</param>
internal sealed class WorkerLanguages(Func<NwsLanguage, ILanguageHost> newHost) : IAsyncDisposable
{
    private readonly Dictionary<NwsLanguage, ILanguageHost> _hosts = [];

    /// <summary>Runs one element.</summary>
    internal async Task<NwsValue> RunAsync(WorkerJob job, IReadOnlyList<NwsValue> arguments, CancellationToken cancellation)
    {
        ILanguageHost host = HostOf(job.Language);
        switch (job.Type)
        {
            case WorkerJob.Evaluate:
                return await host.EvaluateAsync(job.Code, arguments, cancellation);
            case WorkerJob.Invoke:
                return await host.InvokeAsync(job.Code, arguments, cancellation);
            case WorkerJob.Define:
                await host.DefineAsync(job.Code, cancellation);
                Remember(host, job.Code);
                return NwsValue.Nil;
            default:
                throw new ArgumentException($"There is no task type '{job.Type}', only {WorkerJob.Evaluate}, {WorkerJob.Define} and {WorkerJob.Invoke}.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (ILanguageHost host in _hosts.Values)
            await host.DisposeAsync();
    }

    private ILanguageHost HostOf(NwsLanguage language)
    {
        if (!_hosts.TryGetValue(language, out ILanguageHost? host))
            _hosts[language] = host = newHost(language);
        return host;
    }

    /// <summary>A fresh kernel must know what the lost one knew; of equal definitions the last is enough.</summary>
    private static void Remember(ILanguageHost host, string definitions)
    {
        host.Preamble.Remove(definitions);
        host.Preamble.Add(definitions);
    }
}
