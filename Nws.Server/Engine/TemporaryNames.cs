namespace Nws.Server.Engine;

/// <summary>
/// Finds names for temporary workspaces that no workspace has or had. Of names given up only a hash is kept: two names with the same
/// hash cost a number, never a wrong answer.
/// </summary>
internal sealed class TemporaryNames
{
    private readonly HashSet<int> _retired = [];
    private readonly Sequence _numbers = new();

    /// <summary>A name that is not taken now and never was.</summary>
    public string Next(NameTemplate template, Func<string, bool> isTaken)
    {
        string name;
        do name = template.Expand(_numbers.Next());
        while (isTaken(name) || _retired.Contains(HashOf(name)));
        return name;
    }

    /// <summary>Remembers the name of a deleted workspace. One without a digit cannot come out of a template.</summary>
    public void Retire(string name)
    {
        if (name.AsSpan().ContainsAnyInRange('0', '9')) _retired.Add(HashOf(name));
    }

    private static int HashOf(string name) => string.GetHashCode(name, StringComparison.Ordinal);
}
