namespace Nws.Wire;

/// <summary>Numbers both ends of a connection agree on without saying so. See PROTOCOL.md.</summary>
internal static class WireLimits
{
    public const int ProtocolVersion = 1;

    /// <summary>Containers inside each other in a value, as VALUES.md allows.</summary>
    public const int ValueDepth = 256;

    /// <summary>A value inside a message stands at most this deep: message, params, list of stores, store, and the payload of an extension.</summary>
    public const int MessageDepth = ValueDepth + 8;

    /// <summary>What a message may hold besides its values: names, options, headers.</summary>
    public const int MessageOverhead = 64 * 1024;

    public const long DefaultValueBytes = 256L * 1024 * 1024;

    public const int DefaultFetchCount = 1_000;
}
