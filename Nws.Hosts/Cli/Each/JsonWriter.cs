namespace Nws.Hosts.Cli.Each;

/// <summary>Results as one list in JSON, that can be read while it grows: a line for each.</summary>
internal sealed class JsonWriter(TextWriter output) : IResultWriter
{
    private bool _isFirst = true;

    public void Write(IReadOnlyList<object?> row, NwsValue? value, NwsError? error)
    {
        output.Write(_isFirst ? "[\n" : ",\n");
        output.Write(ValueForms.Render(value ?? NwsValue.Nil, ValueForm.Json));
        _isFirst = false;
    }

    public void End() => output.Write(_isFirst ? "[]\n" : "\n]\n");
}
