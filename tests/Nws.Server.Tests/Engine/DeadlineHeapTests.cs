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

    [Fact]
    public void Earliest_RandomAddsAndRemoves_DrainsInOrder()
    {
        var random = new Random(1);
        for (var round = 0; round < 200; round++)
        {
            var inside = Enumerable.Range(0, 1 + random.Next(100)).Select(_ => NewWaiter(random.Next(200))).ToList();
            inside.ForEach(_heap.Add);
            for (var removals = random.Next(inside.Count); removals > 0; removals--)
            {
                var leaving = inside[random.Next(inside.Count)];
                inside.Remove(leaving);
                _heap.Remove(leaving);
                Assert.Equal(DeadlineHeap.Outside, leaving.HeapPosition);
            }

            Assert.Equal(inside.Select(waiter => waiter.Deadline).Order(), Drain());
        }
    }

    [Fact]
    public void Earliest_OfTheSameDeadline_IsTheOneThatCameFirst()
    {
        var inside = Enumerable.Range(0, 50).Select(_ => NewWaiter(7)).ToList();
        inside.ForEach(_heap.Add);
        foreach (var next in inside)
        {
            Assert.Same(next, _heap.Earliest);
            _heap.Remove(next);
        }
    }

    private List<long> Drain()
    {
        var deadlines = new List<long>();
        while (_heap.Earliest is { } waiter)
        {
            deadlines.Add(waiter.Deadline);
            _heap.Remove(waiter);
        }

        return deadlines;
    }

    private static Waiter NewWaiter(long deadline)
    {
        var timetable = new Timetable();
        var session = new EngineSession(1, "ann", confirms: false, new Sequence(), timetable);
        return new Waiter(new Take(session, 1, TakeKind.Fetch, "w", ["v"], deadline), 1, timetable);
    }
}
