using Nws.Server.Engine;

namespace Nws.Server.Persistence;

/// <summary>Where persistent workspaces are written down. Used by one thread at a time.</summary>
internal interface IJournal : IDisposable
{
    /// <summary>How many bytes of values more it can take, as far as it knows; may be negative.</summary>
    long Room { get; }

    /// <summary>Writes the records, all or none. When this returns they are as lasting as the journal makes them.</summary>
    /// <exception cref="NwsStorageException">None was written. The same records may be tried again.</exception>
    void Commit(IReadOnlyList<JournalRecord> records);

    /// <summary>Does some of the work that keeps the journal small and quick; nobody waits for it.</summary>
    /// <returns>Whether there is more to do now.</returns>
    bool Maintain();
}
