using System.Text;

namespace Nws.Hosts.Cli;

/// <summary>The names of the forms, and values written in them.</summary>
internal static class ValueForms
{
    public const string Names = "text, json, python, csharp, javascript, raw";

    /// <summary>Reads a name; those of languages in any way languages are named.</summary>
    public static bool TryParse(string name, out ValueForm form)
    {
        bool isLanguage = NwsLanguages.TryParse(name, out var language) && language != NwsLanguage.R; // values are not shown as R writes them
        form = (name, language) switch
        {
            ("json", _) => ValueForm.Json,
            ("raw", _) => ValueForm.Raw,
            (_, NwsLanguage.Python) => ValueForm.Python,
            (_, NwsLanguage.JavaScript) => ValueForm.JavaScript,
            _ => isLanguage ? ValueForm.CSharp : ValueForm.Text,
        };
        return isLanguage || name is "text" or "json" or "raw";
    }

    /// <summary>Writes a value to standard output, whole, however large.</summary>
    /// <exception cref="NwsException">The form is <see cref="ValueForm.Raw"/>, and the value is neither bytes nor text.</exception>
    public static void Print(NwsValue value, ValueForm form)
    {
        if (form == ValueForm.Raw) PrintBytes(value);
        else StandardOutput.WriteLine(Render(value, form));
    }

    /// <summary>A value as text; not in the form <see cref="ValueForm.Raw"/>, which is bytes.</summary>
    public static string Render(NwsValue value, ValueForm form) => form switch
    {
        ValueForm.Text when value.Kind == NwsValueKind.Text => value.To<string>(),
        ValueForm.Json => value.Render(NwsNotation.Json, RenderLimits.None),
        ValueForm.Python => value.Render(NwsNotation.Python, RenderLimits.None),
        ValueForm.JavaScript => value.Render(NwsNotation.JavaScript, RenderLimits.None),
        _ => value.Render(NwsNotation.CSharp, RenderLimits.None),
    };

    private static void PrintBytes(NwsValue value)
    {
        byte[] bytes = value.Kind switch
        {
            NwsValueKind.Bytes => value.To<byte[]>(),
            NwsValueKind.Text => Encoding.UTF8.GetBytes(value.To<string>()),
            _ => throw new NwsException($"The value is no bytes and no text ({value.Kind}), so it has no raw form; it stays where it was."),
        };
        StandardOutput.Write(bytes);
    }
}
