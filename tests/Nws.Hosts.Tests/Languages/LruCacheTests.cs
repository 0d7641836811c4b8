using Nws.Hosts.Languages;

namespace Nws.Hosts.Tests.Languages;

public sealed class LruCacheTests
{
    [Fact]
    public void Set_OverCapacity_TheEntryUsedLongestAgoGoes()
    {
        var cache = new LruCache<string, int>(2);
        cache.Set("a", 1);
        cache.Set("b", 2);
        Assert.True(cache.TryGet("a", out _));
        cache.Set("c", 3);
        Assert.False(cache.TryGet("b", out _));
        Assert.True(cache.TryGet("a", out int a));
        Assert.True(cache.TryGet("c", out int c));
        Assert.Equal((1, 3), (a, c));
    }

    [Fact]
    public void Set_KnownKey_ReplacesTheValueAndMakesItRecent()
    {
        var cache = new LruCache<string, int>(2);
        cache.Set("a", 1);
        cache.Set("b", 2);
        cache.Set("a", 3);
        cache.Set("c", 4);
        Assert.False(cache.TryGet("b", out _));
        Assert.True(cache.TryGet("a", out int a));
        Assert.Equal(3, a);
    }
}
