using System.Reflection;

namespace Nws.Hosts.Languages.CSharp;

/// <summary>
/// The name space of a kernel: the submissions whose variables, methods and types later texts can see, a newer one on top of the older
/// ones. A text is compiled once, against the chain it finds, and runs again without compilation as long as its names still mean the
/// same; so ten thousand runs of a task cost one compilation. A text that declares something has its place in the chain, and running it
/// again replaces its variables there.
/// </summary>
/// <remarks>
/// Two texts that are run in turn and declare a variable of the same name would have to change places each time. They stay where they
/// are; the variable of the lower one, should it be the newest, counts as <em>buried</em>, and only when another text asks for it is its
/// submission put on top.
/// </remarks>
/// <param name="compiler">Compiles the texts.</param>
/// <param name="globals">What every text sees.</param>
/// <param name="cacheCapacity">How many texts are kept compiled besides those that are in the chain.</param>
internal sealed class SubmissionChain(SubmissionCompiler compiler, ScriptGlobals globals, int cacheCapacity = 256)
{
    private readonly List<Link> _links = [];
    private readonly Dictionary<string, Submission> _buried = [];
    private readonly LruCache<string, Submission> _compiled = new(cacheCapacity);
    private long _state;

    /// <summary>The newest of the submissions that later texts can see; null if there is none.</summary>
    internal Submission? Top => _links.Count == 0 ? null : _links[^1].Submission;

    /// <summary>Runs a text. What it declares is kept if it runs to its end.</summary>
    /// <param name="source">The text.</param>
    /// <param name="usingsStay">Its <c>using</c> lines hold for later texts, too.</param>
    internal async Task<(Submission Submission, object? Value)> RunAsync(string source, bool usingsStay = true)
    {
        Submission submission = Prepare(source, usingsStay);
        object?[] slots = SlotsBelow(submission);
        object? value = await submission.RunAsync(slots);
        if (submission.Declares)
            Keep(submission, slots[submission.Slot]!);
        return (submission, value);
    }

    /// <summary>Makes a text ready, so that it runs without delay.</summary>
    /// <exception cref="Exception">It does not compile.</exception>
    internal void Compile(string source) => Prepare(source, usingsStay: true);

    /// <summary>The newest submission that declares a name, and its instance.</summary>
    internal bool TryFind(string name, out (Submission Submission, object Instance) found)
    {
        Submission? newest = NewestOf(name);
        found = newest is null ? default : (newest, _links[newest.Slot - 1].Instance);
        return newest is not null;
    }

    private Submission Prepare(string source, bool usingsStay)
    {
        if (!_compiled.TryGet(source, out Submission? submission) || submission.FitsAt != _state && !Fits(submission))
        {
            ScriptText text = submission?.Text ?? ScriptText.Parse(source, usingsStay);
            Unbury(text.Names.Except(text.Variables).ToHashSet());
            submission = compiler.Compile(text, ParentFor(text));
            _compiled.Set(source, submission);
        }
        submission.FitsAt = _state;
        return submission;
    }

    /// <summary>Whether the names of a compiled text still mean what they meant, and what it declares can find its place.</summary>
    private bool Fits(Submission submission)
    {
        int below = submission.Slot - 1;
        if (below > _links.Count || below > 0 && _links[below - 1].Submission != submission.Parent)
            return false;
        if (submission.Needed.Overlaps(_buried.Keys))
            return false;
        List<Submission> above = [.. _links.Skip(below).Select(link => link.Submission).Where(other => other != submission)];
        if (above.Any(other => other.Text.HasUsings || other.Declared.Overlaps(submission.Needed)))
            return false;
        if (!submission.Declares)
            return true;
        return HasPlace(submission)
            ? submission.DeclaresOnlyVariables || !above.Any(other => other.Declared.Overlaps(submission.Declared))
            : above.All(other => IsReplacedBy(other, submission.Variables.Keys));
    }

    /// <summary>The top of the chain, without the submissions that nobody can see any more once <paramref name="text"/> is on it.</summary>
    private Submission? ParentFor(ScriptText text)
    {
        int count = _links.Count;
        while (count > 0 && IsReplacedBy(_links[count - 1].Submission, text.Variables))
            count--;
        return count == 0 ? null : _links[count - 1].Submission;
    }

    private static bool IsReplacedBy(Submission submission, IEnumerable<string> variables) =>
        submission.DeclaresOnlyVariables && submission.Declared.IsSubsetOf(variables);

    private bool HasPlace(Submission submission) => submission.Slot <= _links.Count && _links[submission.Slot - 1].Submission == submission;

    private void Keep(Submission submission, object instance)
    {
        int place = submission.Slot - 1;
        if (HasPlace(submission))
        {
            _links[place] = new Link(submission, instance);
        }
        else
        {
            _links.RemoveRange(place, _links.Count - place);
            _links.Add(new Link(submission, instance));
            _state++;
        }
        foreach (string name in submission.Declared)
            SetNewest(name, submission);
    }

    /// <summary>Puts the submissions on top whose variables are the newest of the given names but lie below older ones.</summary>
    private void Unbury(HashSet<string> names)
    {
        while (_buried.Keys.FirstOrDefault(names.Contains) is { } name)
            PutOnTop(_buried[name]);
    }

    private void PutOnTop(Submission submission)
    {
        Submission copy = compiler.Compile(submission.Text, _links[^1].Submission);
        object instance = copy.CreateInstance(SlotsBelow(copy));
        foreach ((string name, FieldInfo variable) in submission.Variables)
            copy.Variables[name].SetValue(instance, variable.GetValue(_links[submission.Slot - 1].Instance));
        Dictionary<string, Submission?> newest = submission.Declared.ToDictionary(name => name, NewestOf);
        _links.Add(new Link(copy, instance));
        _compiled.Set(copy.Text.Source, copy);
        _state++;
        foreach ((string name, Submission? owner) in newest)
            SetNewest(name, owner == submission ? copy : owner!);
    }

    private Submission? NewestOf(string name) => _buried.GetValueOrDefault(name) ?? TopmostOf(name);

    private Submission? TopmostOf(string name) => _links.FindLast(link => link.Submission.Declared.Contains(name))?.Submission;

    private void SetNewest(string name, Submission submission)
    {
        bool changed;
        if (TopmostOf(name) == submission)
        {
            changed = _buried.Remove(name);
        }
        else
        {
            changed = _buried.GetValueOrDefault(name) != submission;
            _buried[name] = submission;
        }
        if (changed)
            _state++;
    }

    private object?[] SlotsBelow(Submission submission)
    {
        var slots = new object?[submission.Slot + 1];
        slots[0] = globals;
        for (int slot = 1; slot < submission.Slot; slot++)
            slots[slot] = _links[slot - 1].Instance;
        return slots;
    }

    private sealed record Link(Submission Submission, object Instance);
}
