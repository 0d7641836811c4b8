namespace Nws.Server.Engine;

/// <summary>A waiter's place in the queue of one variable: the node of <see cref="WaiterQueue"/>.</summary>
internal sealed class WaiterPlace(Waiter waiter, Variable variable, WaiterPlace? sibling)
{
    public Waiter Waiter => waiter;

    public Variable Variable => variable;

    /// <summary>The same waiter's place in another variable.</summary>
    public WaiterPlace? Sibling => sibling;

    /// <summary>Kept by the queue, as is <see cref="Next"/>.</summary>
    public WaiterPlace? Previous { get; set; }

    public WaiterPlace? Next { get; set; }
}
