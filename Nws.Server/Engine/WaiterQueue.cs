namespace Nws.Server.Engine;

/// <summary>Who waits in a variable, in the order they came. A linked list through the places, so that anyone can leave at once.</summary>
internal sealed class WaiterQueue
{
    public WaiterPlace? First { get; private set; }

    public WaiterPlace? Last { get; private set; }

    public int Count { get; private set; }

    /// <summary>Everybody, in that order.</summary>
    public IEnumerable<Waiter> All
    {
        get
        {
            for (var place = First; place is not null; place = place.Next) yield return place.Waiter;
        }
    }

    public void Add(WaiterPlace place)
    {
        place.Previous = Last;
        if (Last is null) First = place;
        else Last.Next = place;
        Last = place;
        Count++;
    }

    public void Remove(WaiterPlace place)
    {
        if (place.Previous is null) First = place.Next;
        else place.Previous.Next = place.Next;
        if (place.Next is null) Last = place.Previous;
        else place.Next.Previous = place.Previous;
        Count--;
    }
}
