using System.Globalization;
using System.Numerics;

namespace Nws.Values;

/// <summary>Values for people who read C#; see <see cref="NwsNotation.CSharp"/>.</summary>
internal sealed class CSharpNotation(RenderLimits limits) : Notation(limits)
{
    protected override FloatStyle Floats => FloatStyle.CSharp;

    protected override string Float32(string number) => char.IsAsciiDigit(number[^1]) ? number + "f" : number;

    protected override string Complex(Complex number)
    {
        string imaginary = Floats.Write(number.Imaginary);
        return $"{Floats.Write(number.Real)}{(imaginary[0] == '-' ? "" : "+")}{imaginary}i";
    }

    protected override void WriteDecimal(string number)
    {
        WriteBounded(number);
        if (char.IsAsciiDigit(number[^1]))
            Output.Append("m");
    }

    protected override void WriteText(string text) => TextEscape.CSharp.Write(text, '"', Limits.TextLength, Output);

    protected override void WriteBytes(byte[] bytes)
    {
        int shown = Math.Min(bytes.Length, Limits.TextLength);
        Output.Append($"byte[{bytes.Length}] {{ ");
        for (int i = 0; i < shown && !Output.IsFull; i++)
            Output.Append((i == 0 ? "" : ", ") + bytes[i].ToString(CultureInfo.InvariantCulture));
        if (shown < bytes.Length)
            Output.AppendElision(bytes.Length - shown);
        Output.Append(bytes.Length == 0 ? "}" : " }");
    }

    protected override void WriteList(NwsValue[] items, int depth) => WriteItems(items, "[", "]", depth);

    protected override void WriteTuple(NwsValue[] items, int depth) => WriteItems(items, "(", items.Length == 1 ? ",)" : ")", depth);

    protected override void WriteSet(NwsValue[] items, int depth) => WriteItems(items, "set { ", " }", depth);

    protected override void WriteMap(ValueMap map, int depth) => WriteGroup(map.Count, "{ ", " }", depth, i =>
    {
        WriteKey(map.Keys.Keys[i], depth);
        Output.Append(": ");
        Write(map.Values[i], depth + 1);
    });

    protected override void WriteDateTime(NwsValueKind kind, Moment moment) => Output.Append(TimeText.Iso(kind, moment));

    protected override void WriteDuration(Moment moment) => Output.Append(TimeText.Duration(moment));

    protected override void WriteUuid(string uuid) => Output.Append(uuid);

    protected override void WriteArray(NwsNumericArray array, int depth)
    {
        string name = array.Type.ClrType is { } type ? TypeName.Of(type) : array.ElementType.ToString();
        Output.Append($"{name}[{string.Join(", ", array.Shape)}] ");
        WriteGrid(array, "{ ", " }", depth);
    }

    protected override void WriteError(NwsError error, int depth) => WriteBounded(error.ToString());

    private void WriteKey(NwsValue key, int depth)
    {
        if (key is { Kind: NwsValueKind.Text, Content: string name } && Identifiers.IsIdentifier(name))
        {
            WriteBounded(name);
            return;
        }
        Output.Append("[");
        Write(key, depth + 1);
        Output.Append("]");
    }
}
