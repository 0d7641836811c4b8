using Nws.Server.Engine;
using Nws.Server.Loop;
using Nws.Server.Rights;
using Nws.Wire;

namespace Nws.Server.WebConsole;

/// <summary>The way from a call to the engine: through the same loop as everybody's requests.</summary>
internal sealed class EngineAccess(EngineLoop loop)
{
    /// <summary>Looks at what is there.</summary>
    /// <param name="look">Reads; it runs on the engine's thread, so it must be quick.</param>
    /// <param name="lasting">Waits until what is seen is written down, as values of persistent workspaces must be before they are told.</param>
    public Task<T> LookAsync<T>(Func<Survey, T> look, bool lasting = false) => loop.PostAsync((engine, _, _) => look(engine.Survey), lasting);

    /// <summary>Looks at a variable.</summary>
    /// <exception cref="ApiProblemException">There is no such workspace or variable.</exception>
    public async Task<T> LookAsync<T>(string workspace, string variable, Func<Variable, T> look, bool lasting = false)
    {
        var (found, problem) = await LookAsync(
            survey =>
            {
                if (survey.Find(workspace) is not { } inside) return (default, Failure.NoWorkspace(workspace));
                return inside.Find(variable) is { } there ? (look(there), (Outcome?)null) : (default(T), Failure.NoVariable(workspace, variable));
            },
            lasting).ConfigureAwait(false);
        return problem is Outcome.Failed failed ? throw ApiProblemException.Of(failed) : found!;
    }

    /// <summary>Every blocked request, the one that waits longest first, with what may be the reason.</summary>
    public Task<IReadOnlyList<WaitInfo>> ListWaitsAsync(string? workspace, int count, Predicate<string>? visible) => loop.PostAsync((engine, now, _) => engine.Waits(workspace, count, visible, now));

    /// <summary>The bytes of a value, from the disk if they are there.</summary>
    /// <exception cref="ApiProblemException">They cannot be read.</exception>
    public async ValueTask<byte[]> ReadAsync(ValueBytes value)
    {
        try
        {
            return value.OnDisk is { } large ? await loop.Values!.ReadAsync(large).ConfigureAwait(false) : value.InMemory!;
        }
        catch (NwsStorageException fault)
        {
            throw ApiProblemException.Of(new Outcome.Failed(ErrorCode.Storage, $"The value cannot be read from the disk: {fault.Message}"));
        }
    }

    /// <summary>The values of an answer have been read.</summary>
    public void Settle(Outcome outcome) => loop.Values?.Settle(outcome);

    /// <summary>How long the engine took for its batches.</summary>
    public Durations Batches => loop.Batches;

    /// <summary>How long the journal took for its batches; null without one.</summary>
    public Durations? Commits => loop.Commits;

    /// <summary>How many commands of each kind were applied.</summary>
    public Task<IReadOnlyList<(string Kind, long Count)>> CountOperationsAsync() => loop.PostAsync((engine, _, _) => engine.Operations.Read());

    /// <summary>Begins a session, in which commands can be given.</summary>
    /// <param name="label">Who it is for.</param>
    /// <param name="grant">What it may do; null: everything.</param>
    public async Task<GuestSession> OpenAsync(string label, Grant? grant)
    {
        var session = await loop.PostAsync((engine, _, _) => engine.Connect(label, confirms: true)).ConfigureAwait(false);
        return new GuestSession(loop, session, grant);
    }
}
