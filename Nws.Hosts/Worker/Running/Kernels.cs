using Nws.Hosts.Languages;

namespace Nws.Hosts.Worker;

/// <summary>The kernels of a worker, one per language and one for the sandbox, which start when they are first needed.</summary>
internal sealed class Kernels(Func<NwsLanguage, ILanguageHost> createHost, Func<ILanguageHost> createSandbox, Action<string, string, int?> output) : IAsyncDisposable
{
    private readonly Dictionary<NwsLanguage, ILanguageHost> _hosts = [];
    private readonly Dictionary<string, NwsValue> _exports = [];
    private ILanguageHost? _sandbox;

    /// <summary>The kernel that runs a job.</summary>
    public ILanguageHost For(JobRecord job) => job.Sandbox ? _sandbox ??= Listening(createSandbox()) : HostOf(job.Language);

    /// <summary>Makes a definition that the other workers have made, unless this one has.</summary>
    public async Task DefineAsync(NwsLanguage language, string code, CancellationToken cancellationToken)
    {
        var host = HostOf(language);
        if (host.Preamble.Contains(code)) return;
        host.Preamble.Add(code);
        await TellAsync(host, () => host.DefineAsync(code, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Makes an exported variable in the kernels there are and in those to come.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value; null takes it away.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task ExportAsync(string name, NwsValue? value, CancellationToken cancellationToken)
    {
        if (value is null) _exports.Remove(name);
        else _exports[name] = value;
        foreach (var host in _hosts.Values)
        {
            if (value is null) host.Preamble.Unset(name);
            else host.Preamble.Set(name, value);
            await TellAsync(
                host, () => value is null ? host.UnsetAsync(name, cancellationToken) : host.SetAsync(name, value, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts.Values) await host.DisposeAsync().ConfigureAwait(false);
        if (_sandbox is not null) await _sandbox.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Tells a kernel what stands in its preamble already: one that has not started yet begins with it.</summary>
    private static async Task TellAsync(ILanguageHost host, Func<Task> tell, CancellationToken cancellationToken)
    {
        if (host.Generation == 0) return;
        try
        {
            await tell().ConfigureAwait(false);
        }
        catch (NwsException) when (!cancellationToken.IsCancellationRequested)
        {
            // It worked elsewhere, or in another language; a task that needs it will say what it lacks.
        }
    }

    private ILanguageHost HostOf(NwsLanguage language)
    {
        if (_hosts.TryGetValue(language, out var host)) return host;
        _hosts[language] = host = Listening(createHost(language));
        foreach (var (name, value) in _exports) host.Preamble.Set(name, value);
        return host;
    }

    private ILanguageHost Listening(ILanguageHost host)
    {
        host.Output += output;
        return host;
    }
}
