using System.Text.RegularExpressions;

namespace Nws.Hosts.Cli.Each;

/// <summary>Values of words in lines, lists and tables: numbers if they are written as JSON writes numbers, nothing if there is nothing, else text.</summary>
/// <param name="keepsText">Whether every word is text, whatever it looks like.</param>
internal sealed class Word(bool keepsText)
{
    private static readonly Regex Number = new(@"\A-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?\z");

    /// <summary>The value of a word in a list or a line.</summary>
    public NwsValue Of(string word) => !keepsText && Number.IsMatch(word) ? JsonText.Read(word) : NwsValue.From(word);

    /// <summary>The value of a cell: an empty one has none.</summary>
    public NwsValue OfCell(string cell) => cell.Length == 0 && !keepsText ? NwsValue.Nil : Of(cell);
}
