namespace Nws.Server.Engine;

/// <summary>How many commands of each kind were applied. What comes a million times a second is counted without looking anything up.</summary>
internal sealed class OperationCounts
{
    private readonly Dictionary<Type, long> _others = [];
    private long _stores;
    private long _finds;
    private long _fetches;
    private long _confirms;

    public void Note(EngineCommand command)
    {
        switch (command)
        {
            case Store: _stores++; break;
            case Take { Kind: TakeKind.Find }: _finds++; break;
            case Take: _fetches++; break;
            case Confirm: _confirms++; break;
            default: _others[command.GetType()] = _others.GetValueOrDefault(command.GetType()) + 1; break;
        }
    }

    /// <summary>By kind, such as <c>Store</c>.</summary>
    public IReadOnlyList<(string Kind, long Count)> Read() =>
    [
        ("Store", _stores), ("Find", _finds), ("Fetch", _fetches), ("Confirm", _confirms), .. _others.Select(pair => (pair.Key.Name, pair.Value)).OrderBy(pair => pair.Name, StringComparer.Ordinal),
    ];
}
