namespace Nws.Server.Engine;

/// <summary>What a session has done, for people to see.</summary>
internal sealed class Activity
{
    /// <summary>How many commands came from it.</summary>
    public long Operations { get; private set; }

    /// <summary>The last of them, such as <c>Store</c>; empty before the first.</summary>
    public string Last { get; private set; } = "";

    /// <summary>When the last came, on the engine's clock; 0 before the first.</summary>
    public long Time { get; private set; }

    public void Note(EngineCommand command, long now) => (Operations, Last, Time) = (Operations + 1, NameOf(command), now);

    private static string NameOf(EngineCommand command) => command switch
    {
        Take { Kind: TakeKind.Find } => "Find",
        Take => "Fetch",
        _ => command.GetType().Name,
    };
}
