namespace Nws.Server.Engine;

/// <summary>A value in a variable. A million of them are kept at a time: 24 bytes beside the value itself.</summary>
/// <param name="Bytes">As they came; the engine never looks into them.</param>
/// <param name="Index">How many values were stored into the variable before this one.</param>
/// <param name="Deliveries">How often it has been handed to a fetcher.</param>
internal readonly record struct StoredValue(byte[] Bytes, long Index, int Deliveries);
