using System.Text;

namespace Nws.Values;

/// <summary>
/// Where a conversion is inside a value: <c>['rows'][3]</c>. Pushing and popping is cheap; the text is made only for an error.
/// </summary>
internal sealed class ValuePath
{
    private const int StepsShownFirst = 12;
    private const int StepsShownLast = 4;
    private const int KeyLengthShown = 40;

    private readonly List<Step> _steps = [];

    internal void Enter(int index) => _steps.Add(new Step(index, null));

    internal void Enter(NwsValue key) => _steps.Add(new Step(0, key));

    /// <summary>Enters the key itself of an entry of a map.</summary>
    internal void EnterKey(int entry) => _steps.Add(new Step(~entry, null));

    internal void Leave() => _steps.RemoveAt(_steps.Count - 1);

    internal NwsValueException Fault(string problem, Exception? innerException = null) =>
        NwsValueException.AtPath(ToString(), problem, innerException);

    public override string ToString()
    {
        var text = new StringBuilder();
        for (int i = 0; i < _steps.Count; i++)
        {
            if (i == StepsShownFirst && _steps.Count > StepsShownFirst + StepsShownLast)
            {
                text.Append("...");
                i = _steps.Count - StepsShownLast;
            }
            Append(text, _steps[i]);
        }
        return text.ToString();
    }

    private static void Append(StringBuilder text, Step step)
    {
        if (step.Key is { Kind: NwsValueKind.Text, Content: string key })
            text.Append("['").Append(key.Length > KeyLengthShown ? key[..KeyLengthShown] + "..." : key).Append("']");
        else if (step.Key is not null)
            text.Append('[').Append(step.Key).Append(']');
        else if (step.Index < 0)
            text.Append("[key ").Append(~step.Index).Append(']');
        else
            text.Append('[').Append(step.Index).Append(']');
    }

    /// <param name="Index">The index of an element; negative (its complement) for the key of an entry.</param>
    /// <param name="Key">The key under which the value is; null for elements and keys.</param>
    private readonly record struct Step(int Index, NwsValue? Key);
}
