using System.Security.Cryptography;
using System.Text;
using Nws.Hosts.Repl.Rendering;
using Nws.Hosts.Repl.Session;

namespace Nws.Hosts.Repl.Documents;

/// <summary>What a piece of code gave, in one line that can be kept in a file and compared with what it gives another time.</summary>
/// <param name="IsError">It failed.</param>
/// <param name="Text">The value as its language writes it, or type and message of the error.</param>
internal sealed record Expectation(bool IsError, string Text)
{
    private const int Longest = 1_000;
    private const int Shown = 200;

    /// <summary>What the outcome should be the next time; null if nothing can be said of it.</summary>
    /// <remarks>The line of a long value holds its beginning and a hash of all of it, so equal lines still mean equal values.</remarks>
    internal static Expectation? Of(NwsLanguage language, Outcome outcome) => outcome switch
    {
        Outcome.Result result => new Expectation(IsError: false, Line(result.Value, language)),
        Outcome.Failed failed => new Expectation(IsError: true, failed.Error.ToString().ReplaceLineEndings(" ")),
        _ => null,
    };

    private static string Line(NwsValue value, NwsLanguage language)
    {
        string text = value.Render(ValueView.NotationOf(language), RenderLimits.None).ReplaceLineEndings(" ");
        // As JavaScript writes numbers 2 and 2.0 alike, the file says which it was.
        if (language == NwsLanguage.JavaScript && value.Kind == NwsValueKind.Float64 && text.All(letter => char.IsAsciiDigit(letter) || letter == '-')) text += " (float)";
        if (text.Length <= Longest) return text;
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        return $"{text.AsSpan(0, Shown)}… {text.Length} characters, sha256 {hash}";
    }
}
