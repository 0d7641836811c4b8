using Nws.Hosts.Repl.Terminal;

namespace Nws.Hosts.Tests.Repl;

public sealed class KeyDecoderTests
{
    private const string Typed = "ab\u001b[A\u001b[1;5D\r\u001b[200~x\r\ny\u001b[A\rz\u001b[201~\u0003\u001bf\u001bOH\u001b[99;9q";

    private static readonly KeyPress[] Keys =
    [
        new(Key.Text, "ab"), new(Key.Up), new(Key.WordLeft), new(Key.Enter), new(Key.Paste, "x\ny\u001b[A\nz"), new(Key.Interrupt), new(Key.WordRight), new(Key.Home), new(Key.Unknown),
    ];

    [Fact]
    public void Decode_OfAPiece_GivesItsKeys() => Assert.Equal(Keys, new KeyDecoder().Decode(Typed));

    [Fact]
    public void Decode_OfEscapeAlone_IsAKey() => Assert.Equal([new KeyPress(Key.Escape)], new KeyDecoder().Decode("\u001b"));

    [Fact]
    public void Decode_OfTwoPieces_GivesTheSameKeysUnlessAnEscapeEndsOne()
    {
        for (int cut = 1; cut < Typed.Length; cut++)
        {
            // Inside of a pasted block everything may be cut.
            bool pasting = cut > Typed.IndexOf("200~", StringComparison.Ordinal) && cut <= Typed.IndexOf("201~", StringComparison.Ordinal) - 1;
            if (Typed[cut - 1] == '\u001b' && !pasting) continue;
            var decoder = new KeyDecoder();

            KeyPress[] keys = [.. decoder.Decode(Typed[..cut]), .. decoder.Decode(Typed[cut..])];

            Assert.Equal(string.Join(' ', Keys), string.Join(' ', keys).Replace("KeyPress { Key = Text, Text = a } KeyPress { Key = Text, Text = b }", $"{Keys[0]}", StringComparison.Ordinal));
        }
    }
}
