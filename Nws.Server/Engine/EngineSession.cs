using System.Diagnostics.CodeAnalysis;

namespace Nws.Server.Engine;

/// <summary>
/// The engine's view of a connection, from <see cref="WorkspaceEngine.Connect(string, bool, string)"/> to <see cref="WorkspaceEngine.Disconnect"/>.
/// </summary>
internal sealed class EngineSession(long id, string label, bool confirms, Sequence leaseNumbers, Timetable timetable, string language = "")
{
    private volatile int _leftOnDisk;

    public long Id => id;

    /// <summary>Shown as the owner of what the session opens.</summary>
    public string Label => label;

    /// <summary>Who this is, for people.</summary>
    public ClientNote Client { get; } = new(id, label, language);

    /// <summary>
    /// Whether every fetch is on lease until a <see cref="Confirm"/>. Without it a fetched value is gone the moment it is handed out.
    /// </summary>
    public bool Confirms => confirms;

    /// <summary>By what the session can be resumed when its connection is lost; null: it ends with its connection.</summary>
    public string? Key { get; init; }

    /// <summary>For how many milliseconds it can.</summary>
    public long Grace { get; init; }

    /// <summary>Its end, while it has no connection.</summary>
    public Appointment? Ending { get; set; }

    /// <summary>Requests that are to come and may have been done by the server before this one.</summary>
    public HashSet<uint>? Repeated { get; set; }

    /// <summary>What the session layer wants to find again when it gets an <see cref="Effect"/>; not looked at here.</summary>
    public object? Tag { get; set; }

    /// <summary>After this the session's commands are passed over and nothing is addressed to it.</summary>
    public bool HasEnded { get; set; }

    /// <summary>How many of its commands left values on the disk, which must be written down before their bytes leave the memory. Read by whoever wants.</summary>
    public int LeftOnDisk => _leftOnDisk;

    /// <summary>The instance behind each name at the time it was opened; it may have been deleted since.</summary>
    public Dictionary<string, Workspace> Opened { get; } = new(StringComparer.Ordinal);

    /// <summary>The workspaces that end with this session.</summary>
    public HashSet<Workspace> Kept { get; } = [];

    /// <summary>Its blocked requests by request id.</summary>
    public Dictionary<uint, Waiter> Waiters { get; } = [];

    /// <summary>Its watches by number.</summary>
    public Dictionary<long, Watch> Watches { get; } = [];

    /// <summary>What it has done.</summary>
    public Activity Activity { get; } = new();

    public LeaseTable Leases { get; } = new(leaseNumbers, timetable);

    public void LeavesOnDisk() => _leftOnDisk++;

    public bool TryResolve(string name, [NotNullWhen(true)] out Workspace? workspace, [NotNullWhen(false)] out Outcome? failure)
    {
        failure = null;
        if (!Opened.TryGetValue(name, out workspace)) failure = Failure.NotOpened(name);
        else if (workspace.IsDeleted) failure = Failure.InstanceDeleted(name);
        return failure is null;
    }
}
