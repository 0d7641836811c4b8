namespace Nws.Server;

/// <summary>What an answer about a persistent workspace promises, see docs/durability.md.</summary>
public enum NwsDurability
{
    /// <summary>What was answered survives the end of the process and the loss of power: the disk has it before the answer goes out.</summary>
    Full,

    /// <summary>What was answered survives the end of the process; a loss of power may cost the last seconds, never the order of what is kept.</summary>
    Relaxed,
}
