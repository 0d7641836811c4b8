using System.Diagnostics.CodeAnalysis;

namespace Nws;

/// <summary>
/// In what order a variable gives out its values. A variable gets its mode once, by a declaration or by the first store, and keeps it.
/// </summary>
public enum VariableMode
{
    /// <summary>Nothing has been stored or declared yet. Appears in listings only; nothing can be declared to be unknown.</summary>
    Unknown = 0,

    /// <summary>First in, first out: the oldest value first. The mode a variable gets by its first store.</summary>
    Fifo = 1,

    /// <summary>Last in, first out: the newest value first.</summary>
    Lifo = 2,

    /// <summary>Values in pseudo-random order.</summary>
    Multi = 3,

    /// <summary>At most one value: storing replaces it.</summary>
    [SuppressMessage("Naming", "CA1720", Justification = "The word of the users' guide.")]
    Single = 4,
}
