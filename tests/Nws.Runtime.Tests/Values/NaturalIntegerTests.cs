using System.Numerics;

namespace Nws.Runtime.Tests.Values;

public sealed class NaturalIntegerTests
{
    [Fact]
    public void ToObject_Integer_IsLongAsFarAsItFits()
    {
        Assert.IsType<long>(NwsValue.From(1).ToObject());
        Assert.IsType<long>(NwsValue.From(long.MinValue).ToObject());
        Assert.IsType<BigInteger>(NwsValue.From(ulong.MaxValue).ToObject());
    }
}
