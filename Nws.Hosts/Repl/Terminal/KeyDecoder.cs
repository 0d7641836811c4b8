using System.Globalization;
using System.Text;

namespace Nws.Hosts.Repl.Terminal;

/// <summary>Turns what a terminal sends into keys. Sequences and pasted blocks may come in pieces.</summary>
internal sealed class KeyDecoder
{
    private const char Escape = '\u001b';
    private const string PasteBegins = "[200~";
    private const string PasteEnds = "\u001b[201~";

    private static readonly Dictionary<char, Key> Controls = new()
    {
        ['\r'] = Key.Enter, ['\n'] = Key.Enter, ['\t'] = Key.Tab, ['\b'] = Key.Backspace, ['\u007f'] = Key.Backspace, ['\u0001'] = Key.Home, ['\u0002'] = Key.Left,
        ['\u0003'] = Key.Interrupt, ['\u0004'] = Key.EndOfInput, ['\u0005'] = Key.End, ['\u0006'] = Key.Right, ['\u0007'] = Key.Escape, ['\u000b'] = Key.CutToEnd,
        ['\u000c'] = Key.Clear, ['\u000e'] = Key.Down, ['\u0010'] = Key.Up, ['\u0012'] = Key.Search, ['\u0015'] = Key.CutToStart, ['\u0017'] = Key.CutWord, ['\u0019'] = Key.PutBack,
    };

    private static readonly Dictionary<string, Key> Sequences = new()
    {
        ["[A"] = Key.Up, ["[B"] = Key.Down, ["[C"] = Key.Right, ["[D"] = Key.Left, ["[H"] = Key.Home, ["[F"] = Key.End, ["OA"] = Key.Up, ["OB"] = Key.Down, ["OC"] = Key.Right,
        ["OD"] = Key.Left, ["OH"] = Key.Home, ["OF"] = Key.End, ["[1~"] = Key.Home, ["[4~"] = Key.End, ["[7~"] = Key.Home, ["[8~"] = Key.End, ["[3~"] = Key.Delete, ["[Z"] = Key.BackTab,
        ["[1;5C"] = Key.WordRight, ["[1;5D"] = Key.WordLeft, ["[1;3C"] = Key.WordRight, ["[1;3D"] = Key.WordLeft, ["b"] = Key.WordLeft, ["f"] = Key.WordRight, ["\r"] = Key.NewLine,
        ["\n"] = Key.NewLine, ["\u007f"] = Key.CutWord, ["\b"] = Key.CutWord, ["[13;2u"] = Key.NewLine,
    };

    private readonly StringBuilder _waiting = new();

    /// <summary>Takes a piece of what the terminal sends.</summary>
    /// <returns>The keys that are complete with it. Escape is a key of its own if nothing follows it in its piece.</returns>
    internal IReadOnlyList<KeyPress> Decode(string piece)
    {
        string all = _waiting.Append(piece).ToString();
        _waiting.Clear();
        var keys = new List<KeyPress>();
        int at = 0;
        while (at < all.Length)
        {
            int length = Next(all, at, keys);
            if (length == 0)
            {
                _waiting.Append(all, at, all.Length - at);
                break;
            }
            at += length;
        }
        return keys;
    }

    /// <returns>How many characters the next key takes; 0 if its end has not come yet.</returns>
    private static int Next(string all, int at, List<KeyPress> keys)
    {
        if (all[at] == Escape) return AfterEscape(all, at, keys);
        if (Controls.TryGetValue(all[at], out Key control))
        {
            keys.Add(new KeyPress(control));
            return 1;
        }
        if (char.IsControl(all[at]))
        {
            keys.Add(new KeyPress(Key.Unknown));
            return 1;
        }
        int end = at;
        while (end < all.Length && !char.IsControl(all[end])) end++;
        keys.Add(new KeyPress(Key.Text, all[at..end]));
        return end - at;
    }

    private static int AfterEscape(string all, int at, List<KeyPress> keys)
    {
        string rest = all[(at + 1)..];
        if (rest.Length == 0 || rest[0] == Escape)
        {
            keys.Add(new KeyPress(Key.Escape));
            return 1;
        }
        if (rest.StartsWith(PasteBegins, StringComparison.Ordinal)) return Pasted(all, at, keys);
        int length = SequenceLength(rest);
        if (length == 0) return 0;
        keys.Add(new KeyPress(Sequences.GetValueOrDefault(rest[..length], Key.Unknown)));
        return 1 + length;
    }

    private static int Pasted(string all, int at, List<KeyPress> keys)
    {
        int start = at + 1 + PasteBegins.Length;
        int end = all.IndexOf(PasteEnds, start, StringComparison.Ordinal);
        if (end < 0) return 0;
        keys.Add(new KeyPress(Key.Paste, all[start..end].Replace("\r\n", "\n").Replace('\r', '\n')));
        return end + PasteEnds.Length - at;
    }

    /// <summary>Parameters and a letter behind <c>[</c>, one letter behind <c>O</c>, else one character.</summary>
    private static int SequenceLength(string rest)
    {
        if (rest[0] == 'O') return rest.Length > 1 ? 2 : 0;
        if (rest[0] != '[') return StringInfo.GetNextTextElementLength(rest);
        int end = 1;
        while (end < rest.Length && rest[end] is >= '\u0020' and <= '\u003f') end++;
        return end < rest.Length ? end + 1 : 0;
    }
}
