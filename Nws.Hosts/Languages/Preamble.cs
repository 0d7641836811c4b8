namespace Nws.Hosts.Languages;

/// <summary>
/// What every fresh kernel of a language begins with: definitions and variables, in the order in which they were made. A variable whose name is no identifier of the language is left out.
/// </summary>
internal sealed class Preamble
{
    private readonly List<Step> _steps = [];

    /// <summary>The requests that make all of it.</summary>
    internal IEnumerable<(string Method, NwsValue[] Parameters)> Requests => _steps.Select(step => (step.Method, step.Parameters));

    /// <summary>Adds definitions.</summary>
    internal void Add(string definitions) => _steps.Add(new Step("define", definitions, [NwsValue.From(definitions)]));

    /// <summary>Whether there are these very definitions.</summary>
    internal bool Contains(string definitions) => _steps.Exists(step => step.Method == "define" && step.Subject == definitions);

    /// <summary>Adds a variable, or gives it another value.</summary>
    internal void Set(string name, NwsValue value)
    {
        Forget(name);
        _steps.Add(new Step("set", name, [NwsValue.From(name), value]));
    }

    /// <summary>Takes a variable away.</summary>
    internal void Unset(string name)
    {
        Forget(name);
        if (_steps.Exists(step => step.IsOf(name))) _steps.Add(new Step("unset", name, [NwsValue.From(name)]));
    }

    /// <summary>Drops what was said of a variable, back to the last definitions: those may need it.</summary>
    private void Forget(string name)
    {
        for (int i = _steps.Count - 1; i >= 0 && _steps[i].Method != "define"; i--)
        {
            if (_steps[i].IsOf(name)) _steps.RemoveAt(i);
        }
    }

    private sealed record Step(string Method, string Subject, NwsValue[] Parameters)
    {
        internal bool IsOf(string variable) => Method != "define" && Subject == variable;
    }
}
