using Nws.Server.Engine;

namespace Nws.Server.Tests.Engine;

public class DeadlineHeapTests
{
    private readonly DeadlineHeap _heap = new();

    [Fact]
    public void Earliest_Empty_IsNull()
    {
        Assert.Null(_heap.Earliest);
    }

    [Fact]
    public void Remove_NotInTheHeap_DoesNothing()
    {
        var inside = NewWaiter(1);
        _heap.Add(inside);
        _heap.Remove(NewWaiter(0));

        Assert.Same(inside, _heap.Earliest);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Earliest_RandomAddsAndRemoves_IsAlwaysTheMinimum(int seed)
    {
        var random = new Random(seed);
        var inside = new List<Waiter>();
        for (var i = 0; i < 3000; i++)
        {
            if (inside.Count > 0 && random.Next(100) < (i < 2000 ? 40 : 70))
            {
                var leaving = inside[random.Next(inside.Count)];
                inside.Remove(leaving);
                _heap.Remove(leaving);
                Assert.Equal(DeadlineHeap.Outside, leaving.HeapPosition);
            }
            else
            {
                var waiter = NewWaiter(random.Next(200));
                inside.Add(waiter);
                _heap.Add(waiter);
            }

            Assert.Equal(inside.Min(waiter => (long?)waiter.Deadline), _heap.Earliest?.Deadline);
        }
    }

    private Waiter NewWaiter(long deadline)
    {
        var session = new EngineSession(1, "ann", confirms: false, new Sequence());
        return new Waiter(new Take(session, 1, TakeKind.Fetch, "w", ["v"]), 1, deadline, _heap);
    }
}
