using System.Reflection;
using Nws.Wire;

namespace Nws.Runtime.Tests.Wire;

public class MethodsTests
{
    private static readonly string[] Frozen =
    [
        "ack", "backup", "backupEnd", "backupRead", "bury", "bye", "cancel", "changes", "complete", "confirm", "declare", "deleteVar", "deleteWs", "fetch", "find", "hello", "listBuried", "listVars",
        "listWaits", "listWss", "mktemp", "open", "release", "renew", "reopen", "replay", "store", "storeAll", "unwatch", "use", "verify", "watch",
    ];

    [Fact]
    public void Methods_AreFrozen()
    {
        var fields = typeof(Methods).GetFields(BindingFlags.Public | BindingFlags.Static);
        var names = fields.Select(field => (string)field.GetRawConstantValue()!);
        Assert.Equal(Frozen, names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void ProtocolNumbers_AreFrozen()
    {
        Assert.Equal(1, WireLimits.ProtocolVersion);
        Assert.Equal(264, WireLimits.MessageDepth);
        Assert.Equal(65_536, WireLimits.MessageOverhead);
        Assert.Equal(8765, NwsEndpoint.DefaultPort);
    }
}
