using System.Collections.Concurrent;
using Nws.Hosts.Languages;

namespace Nws.Hosts.Repl.Session;

/// <summary>The kernels of a session, one for each language. Each starts when it is first needed, or warmed up.</summary>
/// <param name="server">The server of the session.</param>
/// <param name="make">Makes the host of a language.</param>
/// <param name="output">Takes what code prints.</param>
internal sealed class SessionKernels(
    Task<SessionServer> server, Func<NwsLanguage, KernelSettings, ILanguageHost> make, Action<string, string> output) : IAsyncDisposable
{
    /// <summary>The languages of a session.</summary>
    internal static readonly NwsLanguage[] Languages = [NwsLanguage.CSharp, NwsLanguage.Python, NwsLanguage.JavaScript, NwsLanguage.R];

    /// <summary>The languages whose kernels start with the session. R, which fewer people have, starts when it is used.</summary>
    internal static readonly NwsLanguage[] Warm = [NwsLanguage.CSharp, NwsLanguage.Python, NwsLanguage.JavaScript];

    /// <summary>The name of a language in prompts and files: <c>cs</c>, <c>py</c>, <c>js</c> or <c>r</c>.</summary>
    internal static string ShortName(NwsLanguage language) => language switch
    {
        NwsLanguage.Python => "py",
        NwsLanguage.JavaScript => "js",
        NwsLanguage.R => "r",
        _ => "cs",
    };

    private readonly ConcurrentDictionary<NwsLanguage, Lazy<Task<ILanguageHost>>> _hosts = new();
    private readonly Dictionary<NwsLanguage, IReadOnlySet<string>> _given = [];
    private readonly List<(string Name, NwsValue Value)> _shared = [];
    private string? _workspace;

    /// <summary>The host of a language; made if there is none yet.</summary>
    internal Task<ILanguageHost> GetAsync(NwsLanguage language) =>
        _hosts.GetOrAdd(language, _ => new Lazy<Task<ILanguageHost>>(() => MakeAsync(language))).Value;

    /// <summary>Starts the kernel of a language, so that the first piece of code need not wait for it. If it cannot be started, that code will say so.</summary>
    internal async Task WarmUpAsync(NwsLanguage language)
    {
        try
        {
            await (await GetAsync(language)).DefineAsync("", CancellationToken.None);
        }
        catch (Exception fault) when (fault is NwsException or ObjectDisposedException)
        {
            // Whoever uses the language is told.
        }
    }

    /// <summary>Makes another workspace the one in <c>ws</c>, in every language.</summary>
    internal async Task UseAsync(string workspace)
    {
        _workspace = workspace;
        foreach (Lazy<Task<ILanguageHost>> made in _hosts.Values)
        {
            ILanguageHost host = await made.Value;
            string definition = Prelude.Use(host.Language, workspace);
            if (host.Generation > 0) await host.DefineAsync(definition, CancellationToken.None);
            host.Preamble.Add(definition);
        }
    }

    /// <summary>Gives a value to the variable of that name in a language, now and in every kernel that replaces this one. A language that is not warm and has not been used finds it when it is.</summary>
    internal async Task SetAsync(NwsLanguage language, string name, NwsValue value, CancellationToken cancellation)
    {
        if (!Warm.Contains(language) && !_hosts.ContainsKey(language))
        {
            _shared.Add((name, value));
            return;
        }
        ILanguageHost host = await GetAsync(language);
        await host.SetAsync(name, value, cancellation);
        host.Preamble.Set(name, value);
    }

    /// <summary>The names that every kernel of the language knows from its start. A fresh one is asked, for no other can tell them from those of the user.</summary>
    internal async Task<IReadOnlySet<string>> GivenNamesAsync(NwsLanguage language)
    {
        if (_given.TryGetValue(language, out IReadOnlySet<string>? known)) return known;
        await using ILanguageHost fresh = await MakeAsync(language);
        Completions all = await fresh.CompleteAsync("", 0, CancellationToken.None);
        return _given[language] = all.Items.Select(item => item.Text).ToHashSet();
    }

    /// <summary>Drops the kernel of a language with all it holds; the next use starts a fresh one.</summary>
    internal async Task ResetAsync(NwsLanguage language)
    {
        if (_hosts.TryRemove(language, out Lazy<Task<ILanguageHost>>? made)) await (await made.Value).DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (NwsLanguage language in Languages)
        {
            try
            {
                await ResetAsync(language);
            }
            catch (NwsException)
            {
                // There was no server, so there is no kernel.
            }
        }
    }

    private async Task<ILanguageHost> MakeAsync(NwsLanguage language)
    {
        SessionServer known = await server;
        string workspace = _workspace ?? known.Workspace;
        var settings = new KernelSettings { Server = known.Connection.Endpoint.ToString(), Token = known.Token, User = known.Workspace };
        ILanguageHost host = make(language, settings);
        host.Output += (stream, text, _) => output(stream, text);
        host.Preamble.Add(Prelude.Of(language));
        host.Preamble.Add(Prelude.Use(language, workspace));
        if (!Warm.Contains(language))
        {
            _shared.ForEach(shared => host.Preamble.Set(shared.Name, shared.Value));
            _shared.Clear();
        }
        return host;
    }
}
