namespace Nws.Server.Engine;

/// <summary>Names that fit a pattern, in which <c>*</c> stands for any characters and <c>?</c> for one.</summary>
internal readonly record struct NamePattern(string Pattern)
{
    /// <summary>Goes back to the last star when it gets stuck, and lets it stand for one character more.</summary>
    public bool Fits(string name)
    {
        var (position, next, star, tried) = (0, 0, -1, 0);
        while (position < name.Length)
        {
            if (next < Pattern.Length && Pattern[next] == '*')
            {
                (star, tried) = (next++, position);
            }
            else if (next < Pattern.Length && (Pattern[next] == '?' || Pattern[next] == name[position]))
            {
                next++;
                position++;
            }
            else
            {
                if (star < 0) return false;
                (next, position) = (star + 1, ++tried);
            }
        }

        return Pattern.AsSpan(next).Trim('*').IsEmpty;
    }
}
