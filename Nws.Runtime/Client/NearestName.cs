namespace Nws.Client;

/// <summary>Finds what somebody meant who has mistyped a name.</summary>
internal static class NearestName
{
    /// <summary>The name that is nearest, if it is near: at most half of the letters differ.</summary>
    internal static string? Of(string word, IEnumerable<string> known)
    {
        string? nearest = known.MinBy(name => Distance(word, name));
        return nearest is not null && Distance(word, nearest) <= Math.Max(1, word.Length / 2) ? nearest : null;
    }

    /// <summary>A question to be put behind a complaint: <c> Did you mean 'x'?</c>; empty if no name is near.</summary>
    internal static string Suggestion(string word, IEnumerable<string> known, string prefix = "") =>
        Of(word, known) is { } nearest ? $" Did you mean '{prefix}{nearest}'?" : "";

    /// <summary>How many letters must be inserted, deleted or replaced to get from one word to the other (Levenshtein).</summary>
    internal static int Distance(string from, string to)
    {
        int[] row = [.. Enumerable.Range(0, to.Length + 1)];
        for (int i = 1; i <= from.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.Length; j++)
            {
                int substituted = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substituted, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[^1];
    }
}
