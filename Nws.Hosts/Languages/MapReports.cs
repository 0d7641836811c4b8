namespace Nws.Hosts.Languages;

/// <summary>Follows a map: passes on what its kernel reports, in order.</summary>
internal sealed class MapReports(MapRequest request, Action<MapPart> part)
{
    private int _reported;

    /// <summary>Something that the kernel says while the map runs.</summary>
    internal void Hear(KernelMessage.Notification notification)
    {
        switch (notification)
        {
            case { Method: KernelMessage.Part, Parameters: [_, var values, var errors, var seconds] }:
                Pass(values, errors, seconds);
                break;
            case { Method: KernelMessage.Begun, Parameters: [_, var position] }:
                request.Begun?.Invoke(position.To<int>());
                break;
            case { Method: KernelMessage.Stalled, Parameters: [_, var position] }:
                request.Stalled?.Invoke(position.To<int>());
                break;
        }
    }

    /// <summary>The kernel's answer: what it has not reported before.</summary>
    internal void Finish(NwsValue rest)
    {
        Pass(rest["values"], rest["errors"], rest["seconds"]);
        if (_reported != request.Rows.Count && request.Patience is null) throw new InvalidDataException($"The kernel reported {_reported} of {request.Rows.Count} elements.");
    }

    private void Pass(NwsValue values, NwsValue errors, NwsValue seconds)
    {
        if (values.Count == 0) return;
        MapPart next = MapPart.Read(_reported, values, errors, seconds);
        _reported += next.Values.Count;
        part(next);
    }
}
