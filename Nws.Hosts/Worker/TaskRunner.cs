using System.Diagnostics;
using Nws.Hosts.Languages;

namespace Nws.Hosts.Worker;

/// <summary>Runs tasks in kernels, one per language and one for the sandbox, which start when they are first needed.</summary>
internal sealed class TaskRunner(Func<NwsLanguage, ILanguageHost> createHost, Func<ILanguageHost> createSandbox) : IAsyncDisposable
{
    private readonly Dictionary<NwsLanguage, ILanguageHost> _hosts = [];
    private ILanguageHost? _sandbox;

    /// <summary>Runs every element of a task.</summary>
    /// <returns>The result record of FARM.md, without rank. An element that failed has its error there; the others have their values.</returns>
    public async Task<Dictionary<string, object?>> RunAsync(JobRecord job, TaskRecord task, CancellationToken cancellationToken)
    {
        var result = new ResultBuilder(task);
        foreach (var element in task.Elements)
        {
            long start = Stopwatch.GetTimestamp();
            try
            {
                result.Add(await RunAsync(job, element, cancellationToken).ConfigureAwait(false), Stopwatch.GetElapsedTime(start));
            }
            catch (LanguageTaskException fault)
            {
                result.AddError(fault.Error, Stopwatch.GetElapsedTime(start));
            }
            catch (NwsException fault) when (!cancellationToken.IsCancellationRequested)
            {
                // The kernel died or cannot be had, or an argument does not fit: this element's error, and the worker goes on.
                result.AddError(new NwsError(fault.GetType().Name, fault.Message, "", "nws"), Stopwatch.GetElapsedTime(start));
            }
        }
        return result.Build();
    }

    /// <summary>Makes a definition that the other workers have made, unless this one has.</summary>
    public async Task LearnAsync(NwsLanguage language, string code, CancellationToken cancellationToken)
    {
        var host = HostOf(language);
        if (host.Preamble.Contains(code)) return;
        host.Preamble.Add(code);
        // A kernel that has not started yet begins with it.
        if (host.Generation == 0) return;
        try
        {
            await host.DefineAsync(code, cancellationToken).ConfigureAwait(false);
        }
        catch (NwsException) when (!cancellationToken.IsCancellationRequested)
        {
            // It worked elsewhere; a task that needs it will say what it lacks.
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts.Values) await host.DisposeAsync().ConfigureAwait(false);
        if (_sandbox is not null) await _sandbox.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<NwsValue> RunAsync(JobRecord job, NwsValue element, CancellationToken cancellationToken)
    {
        var host = job.Sandbox ? _sandbox ??= createSandbox() : HostOf(job.Language);
        switch (job.Type)
        {
            case SleighTaskType.Eval:
                return await host.EvaluateAsync(job.Code, job.Arguments(element), cancellationToken).ConfigureAwait(false);
            case SleighTaskType.Invoke:
                return await host.InvokeAsync(job.Code, job.Arguments(element), cancellationToken).ConfigureAwait(false);
            default:
                await host.DefineAsync(job.Code, cancellationToken).ConfigureAwait(false);
                // A kernel that has to be replaced begins with the same definitions.
                if (!host.Preamble.Contains(job.Code)) host.Preamble.Add(job.Code);
                return NwsValue.Nil;
        }
    }

    private ILanguageHost HostOf(NwsLanguage language)
    {
        if (!_hosts.TryGetValue(language, out var host)) _hosts[language] = host = createHost(language);
        return host;
    }
}
