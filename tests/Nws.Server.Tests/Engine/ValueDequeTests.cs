using Nws.Server.Engine;

namespace Nws.Server.Tests.Engine;

public class ValueDequeTests
{
    private readonly ValueDeque _values = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Remove_AllOfMany_GivesTheBufferBack(bool first)
    {
        for (var i = 0; i < 100_000; i++) _values.AddLast(new StoredValue(Array.Empty<byte>(), i, 0));
        Assert.InRange(_values.Capacity, 100_000, 200_000);
        for (var i = 0; i < 100_000; i++)
        {
            var value = first ? _values.RemoveFirst() : _values.RemoveLast();
            Assert.Equal(first ? i : 99_999 - i, value.Index);
        }

        Assert.Equal(0, _values.Count);
        Assert.InRange(_values.Capacity, 0, 8);
    }

    [Fact]
    public void Count_AroundALimit_DoesNotResizeEachTime()
    {
        for (var i = 0; i < 16; i++) _values.AddLast(new StoredValue(Array.Empty<byte>(), i, 0));
        var capacities = new HashSet<int>();
        for (var i = 16; i < 200; i++)
        {
            _values.AddLast(new StoredValue(Array.Empty<byte>(), i, 0));
            capacities.Add(_values.Capacity);
            _values.RemoveFirst();
            capacities.Add(_values.Capacity);
        }

        Assert.Single(capacities);
    }

    [Fact]
    public void RemoveFirst_Value_IsNotHeldOnTo()
    {
        var bytes = AddAndRemove();
        GC.Collect();

        Assert.False(bytes.IsAlive);
        Assert.Equal(1, _values.Count);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private WeakReference AddAndRemove()
    {
        _values.AddLast(new StoredValue(new byte[10], 0, 0));
        _values.AddLast(new StoredValue(new byte[10], 1, 0));
        return new WeakReference(_values.RemoveFirst().Bytes.InMemory);
    }
}
