using Nws.Server.Engine;

namespace Nws.Server.Tests.Engine;

public class OrderedValuesTests
{
    private readonly OrderedValues _values = new();
    private readonly SortedSet<long> _expected = [];
    private readonly List<StoredValue> _taken = [];
    private long _nextIndex;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void AnyOperation_RandomHistory_KeepsTheOrderOfTheIndices(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 5000; i++)
        {
            Change(random, growing: i < 2500);
            AssertSameEnds();
            var index = random.NextInt64(-1, _nextIndex + 2);
            var after = _expected.Where(candidate => candidate > index).Select(candidate => (long?)candidate).FirstOrDefault();
            Assert.Equal(after, _values.TryPeekAfter(index, out var value) ? value.Index : null);
        }
    }

    private void Change(Random random, bool growing)
    {
        var choice = random.Next(10);
        if (choice < (growing ? 5 : 2)) Append();
        else if (choice < 7 && _taken.Count > 0) Insert(_taken[random.Next(_taken.Count)]);
        else Take(first: random.Next(3) > 0);
    }

    private void Append()
    {
        _expected.Add(_nextIndex);
        _values.Append(new StoredValue(Array.Empty<byte>(), _nextIndex++, 0));
    }

    private void Insert(StoredValue value)
    {
        _taken.Remove(value);
        _expected.Add(value.Index);
        _values.Insert(value);
    }

    private void Take(bool first)
    {
        StoredValue value;
        var taken = first ? _values.TryTakeFirst(out value) : _values.TryTakeLast(out value);
        Assert.Equal(_expected.Count > 0, taken);
        if (!taken) return;
        Assert.Equal(first ? _expected.Min : _expected.Max, value.Index);
        _expected.Remove(value.Index);
        _taken.Add(value);
    }

    private void AssertSameEnds()
    {
        Assert.Equal(_expected.Count, _values.Count);
        Assert.Equal(_expected.Count > 0 ? _expected.Min : (long?)null, _values.TryPeekFirst(out var first) ? first.Index : (long?)null);
        Assert.Equal(_expected.Count > 0 ? _expected.Max : (long?)null, _values.TryPeekLast(out var last) ? last.Index : (long?)null);
    }
}
