namespace Nws.Hosts.Repl.Session;

/// <summary>The Sleigh of a session, which <c>#each</c> uses: started when it is first needed, stopped when the session ends.</summary>
internal sealed class SessionFarm(Task<SessionServer> server) : IAsyncDisposable
{
    /// <summary>How many workers there are if nobody says.</summary>
    internal const int UsualCount = 3;

    private Sleigh? _sleigh;

    /// <summary>The Sleigh, if it runs.</summary>
    internal Sleigh? Running => _sleigh;

    /// <summary>The Sleigh; started if it does not run.</summary>
    internal async Task<Sleigh> GetAsync(CancellationToken cancellation) => _sleigh ?? await StartAsync(UsualCount, cancellation);

    /// <summary>Starts the Sleigh with so many workers; one that runs is stopped before.</summary>
    internal async Task<Sleigh> StartAsync(int workers, CancellationToken cancellation)
    {
        await StopAsync();
        SessionServer known = await server.WaitAsync(cancellation);
        var connection = new NwsConnectionOptions { Endpoint = known.Connection.Endpoint, Token = known.Token };
        return _sleigh = await Sleigh.StartAsync(new SleighOptions { WorkerCount = workers, Connection = connection }, cancellation);
    }

    /// <summary>Stops the Sleigh, if it runs.</summary>
    internal async Task StopAsync()
    {
        if (_sleigh is not null) await _sleigh.DisposeAsync();
        _sleigh = null;
    }

    public async ValueTask DisposeAsync() => await StopAsync();
}
