using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Nws.Server.Loop;
using Nws.Server.Persistence;
using Nws.Server.Rights;

namespace Nws.Server.Sessions;

/// <summary>What every session shares: the server's options, its engine loop, and what it tells in its greeting.</summary>
/// <param name="Options">The server's options.</param>
/// <param name="Loop">Applies what clients ask.</param>
/// <param name="ServerName">Name and version of the server.</param>
/// <param name="Time">Clock of the hello time limit.</param>
internal sealed record SessionHost(NwsServerOptions Options, EngineLoop Loop, string ServerName, TimeProvider Time)
{
    /// <summary>By what clients are let in.</summary>
    public Grants Grants { get; init; } = new(Options);

    /// <summary>Replaces the tokens. What was begun with one that is gone or allows less ends: connections at once, and sessions without a connection, which the engine looks for.</summary>
    /// <returns>How many tokens there are, and how many of those before have ended.</returns>
    public (int Tokens, int Ended) ReplaceTokens(NwsServerOptions options)
    {
        var replaced = Grants.Replace(options);
        Loop.Post((engine, now, effects) =>
        {
            foreach (var session in engine.Survey.Sessions.Where(session => session is { Ending: not null, Tag: LastingSession { HasEnded: true } }).ToArray()) engine.Disconnect(session, now, effects);
        });
        return replaced;
    }

    /// <summary>Where it is told whose connection was ended, and why.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;

    /// <summary>By what clients resume their sessions.</summary>
    public SessionKeys Keys { get; } = new(Options.Grace, Time);

    /// <summary>The port the web console was bound to, known once it listens.</summary>
    public int? WebPort { get; set; }

    /// <summary>Copies and checks of the data file; null without one.</summary>
    public DataCopies? Copies => Loop.Copies;

    /// <summary>Gives out the values that stay in the data file; null without one.</summary>
    public ValueStore? Values => Loop.Values;
}
