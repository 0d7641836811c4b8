using System.Globalization;
using System.Text;

namespace Nws.Values;

/// <summary>
/// Where a conversion is inside a value: <c>['rows'][3]</c>. Pushing and popping is cheap; the text is made only for an error.
/// </summary>
internal sealed class ValuePath
{
    private const int StepsShownFirst = 12;
    private const int StepsShownLast = 4;
    private const int CharactersShown = 40;

    private readonly List<Step> _steps = [];

    /// <summary>Goes to an element.</summary>
    internal void Enter(int index) => _steps.Add(new Step(index, Part.Element, null));

    /// <summary>Goes to what stands under a name.</summary>
    internal void Enter(NwsValue name) => EnterValue(0, name);

    /// <summary>Goes to the value of an entry of a map.</summary>
    internal void EnterValue(int entry, NwsValue key) => _steps.Add(new Step(entry, Part.Value, key));

    /// <summary>Goes to the key of an entry of a map.</summary>
    internal void EnterKey(int entry) => _steps.Add(new Step(entry, Part.Key, null));

    internal void Leave() => _steps.RemoveAt(_steps.Count - 1);

    /// <summary>Goes back until only so many steps are left.</summary>
    internal void LeaveTo(int steps) => _steps.RemoveRange(steps, _steps.Count - steps);

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
            AppendText(text, key);
        else if (step.Key is { Kind: NwsValueKind.Integer } && DigitsOf(step.Key) is { Length: <= CharactersShown } digits)
            text.Append('[').Append(digits).Append(']');
        else if (step.Part == Part.Element)
            text.Append('[').Append(step.Index).Append(']');
        else
            text.Append(step.Part == Part.Key ? "[key " : "[value ").Append(step.Index).Append(']');
    }

    private static string DigitsOf(NwsValue number) => ExactNumbers.IntegerOf(number).ToString(CultureInfo.InvariantCulture);

    private static void AppendText(StringBuilder text, string key)
    {
        text.Append("['");
        int shown = 0;
        for (int i = 0; i < key.Length; i++)
        {
            if (shown++ == CharactersShown)
            {
                text.Append("...");
                break;
            }
            if (i + 1 < key.Length && char.IsSurrogatePair(key[i], key[i + 1]))
                text.Append(key[i++]).Append(key[i]);
            else
                AppendCharacter(text, key[i]);
        }
        text.Append("']");
    }

    private static void AppendCharacter(StringBuilder text, char character)
    {
        switch (character)
        {
            case '\n': text.Append(@"\n"); break;
            case '\r': text.Append(@"\r"); break;
            case '\t': text.Append(@"\t"); break;
            case '\\' or '\'': text.Append('\\').Append(character); break;
            case < ' ' or '\u007f': AppendEscape(text, character); break;
            default:
                if (char.IsSurrogate(character))
                    AppendEscape(text, character);
                else
                    text.Append(character);
                break;
        }
    }

    private static void AppendEscape(StringBuilder text, char character) => text.Append(@"\u").Append(((int)character).ToString("x4", CultureInfo.InvariantCulture));

    private enum Part
    {
        Element,
        Key,
        Value,
    }

    /// <param name="Index">The index of the element or entry.</param>
    /// <param name="Part">What of it is meant.</param>
    /// <param name="Key">The key of an entry whose value is meant.</param>
    private readonly record struct Step(int Index, Part Part, NwsValue? Key);
}
