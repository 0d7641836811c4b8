using Nws.Farm;

namespace Nws.Hosts.Languages;

/// <summary>What became of some neighbouring elements of a map. Positions are those of the rows of the request.</summary>
/// <param name="First">The position of the first of them.</param>
/// <param name="Values">What each gave; nil if it failed.</param>
/// <param name="Errors">The errors of those that failed, by position.</param>
/// <param name="Seconds">How long each ran.</param>
internal sealed record MapPart(int First, IReadOnlyList<NwsValue> Values, IReadOnlyDictionary<int, NwsError> Errors, IReadOnlyList<double> Seconds)
{
    /// <exception cref="NwsValueException">One of the three is of the wrong kind.</exception>
    /// <exception cref="InvalidDataException">They do not fit each other.</exception>
    internal static MapPart Read(int first, NwsValue values, NwsValue errors, NwsValue seconds)
    {
        var part = new MapPart(first, values.Items, errors.Entries.ToDictionary(error => error.Key.To<int>(), error => ErrorRecord.Read(error.Value)), seconds.To<double[]>());
        if (part.Values.Count != part.Seconds.Count || part.Errors.Keys.Any(position => position < first || position >= first + part.Values.Count))
            throw new InvalidDataException($"The kernel reported {part.Values.Count} values with {part.Seconds.Count} times and {part.Errors.Count} errors that do not fit them.");
        return part;
    }
}
