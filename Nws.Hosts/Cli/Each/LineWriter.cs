namespace Nws.Hosts.Cli.Each;

/// <summary>Results as lines.</summary>
/// <param name="output">Where to.</param>
/// <param name="language">The language that shows what is no text.</param>
internal sealed class LineWriter(TextWriter output, NwsLanguage language) : IResultWriter
{
    private readonly ValueForm _form = language switch
    {
        NwsLanguage.Python => ValueForm.Python,
        NwsLanguage.JavaScript => ValueForm.JavaScript,
        _ => ValueForm.CSharp,
    };

    public void Write(IReadOnlyList<object?> row, NwsValue? value, NwsError? error)
    {
        if (value is not null) output.Write(ValueForms.Render(value, value.Kind == NwsValueKind.Text ? ValueForm.Text : _form) + "\n");
    }

    public void End()
    {
        // Nothing stands behind the last line.
    }
}
