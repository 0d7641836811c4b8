namespace Nws.Server.Engine;

/// <summary>What is remembered of the stores to one variable. A store costs two assignments.</summary>
internal struct StoreHistory
{
    /// <summary>Who stored last, since the server began; null: nobody did.</summary>
    public ClientNote? Last { get; private set; }

    /// <summary>When, on the engine's clock.</summary>
    public long Time { get; private set; }

    /// <summary>Whether more than one session ever stored.</summary>
    public bool HasSeveral { get; private set; }

    /// <summary>The one session that ever stored; null: nobody did, or several.</summary>
    public readonly ClientNote? Only => HasSeveral ? null : Last;

    public void Note(ClientNote client, long now)
    {
        HasSeveral |= Last is not null && Last != client;
        (Last, Time) = (client, now);
    }
}
