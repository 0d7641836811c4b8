using System.Globalization;
using System.Numerics;

namespace Nws.Values;

/// <summary>Writes one value as text within limits. Each language says how it writes the kinds; what is common is here.</summary>
internal abstract class Notation(RenderLimits limits)
{
    protected BoundedText Output { get; } = new(limits.TotalLength);

    protected RenderLimits Limits { get; } = limits;

    protected abstract FloatStyle Floats { get; }

    internal static string Render(NwsValue value, NwsNotation notation, RenderLimits limits)
    {
        Notation writer = notation switch
        {
            NwsNotation.CSharp => new CSharpNotation(limits),
            NwsNotation.Python => new PythonNotation(limits),
            NwsNotation.JavaScript => new JavaScriptNotation(limits),
            NwsNotation.Json => new JsonNotation(limits),
            _ => throw new ArgumentOutOfRangeException(nameof(notation), notation, "not a notation"),
        };
        writer.Write(value, 0);
        return writer.Output.ToString();
    }

    /// <param name="value">What to write.</param>
    /// <param name="depth">How many containers are around it.</param>
    protected void Write(NwsValue value, int depth)
    {
        switch (value.Kind)
        {
            case NwsValueKind.Nil: Output.Append(Nil); break;
            case NwsValueKind.Bool: Output.Append(Bool(value.Bits != 0)); break;
            case NwsValueKind.Integer: WriteInteger(ExactNumbers.IntegerOf(value)); break;
            case NwsValueKind.Float64: Output.Append(Floats.Write(ExactNumbers.FloatOf(value))); break;
            case NwsValueKind.Float32: Output.Append(Float32(Floats.Write((float)ExactNumbers.FloatOf(value)))); break;
            case NwsValueKind.Decimal: WriteDecimal((string)value.Content!); break;
            case NwsValueKind.Text: WriteText((string)value.Content!); break;
            case NwsValueKind.Bytes: WriteBytes((byte[])value.Content!); break;
            case NwsValueKind.List: WriteList((NwsValue[])value.Content!, depth); break;
            case NwsValueKind.Tuple: WriteTuple((NwsValue[])value.Content!, depth); break;
            case NwsValueKind.Set: WriteSet(((KeyedValues)value.Content!).Keys, depth); break;
            case NwsValueKind.Map: WriteMap((ValueMap)value.Content!, depth); break;
            case NwsValueKind.Duration: WriteDuration((Moment)value.Content!); break;
            case NwsValueKind.Uuid: WriteUuid(((Guid)value.Content!).ToString()); break;
            case NwsValueKind.Complex: Output.Append(Complex((Complex)value.Content!)); break;
            case NwsValueKind.NumericArray: WriteArray((NwsNumericArray)value.Content!, depth); break;
            case NwsValueKind.Error: WriteError((NwsError)value.Content!, depth); break;
            default: WriteDateTime(value.Kind, (Moment)value.Content!); break;
        }
    }

    protected virtual string Nil => "null";

    protected virtual string Bool(bool value) => value ? "true" : "false";

    protected abstract string Float32(string number);

    protected abstract string Complex(Complex number);

    protected abstract void WriteDecimal(string number);

    protected abstract void WriteText(string text);

    protected abstract void WriteBytes(byte[] bytes);

    protected abstract void WriteList(NwsValue[] items, int depth);

    protected abstract void WriteTuple(NwsValue[] items, int depth);

    protected abstract void WriteSet(NwsValue[] items, int depth);

    protected abstract void WriteMap(ValueMap map, int depth);

    protected abstract void WriteDateTime(NwsValueKind kind, Moment moment);

    protected abstract void WriteDuration(Moment moment);

    protected abstract void WriteUuid(string uuid);

    protected abstract void WriteArray(NwsNumericArray array, int depth);

    protected abstract void WriteError(NwsError error, int depth);

    /// <summary>Writes the digits of an integer, or how many there would be.</summary>
    protected virtual void WriteInteger(BigInteger number)
    {
        double digits = number.IsZero ? 1 : Math.Floor(BigInteger.Log10(BigInteger.Abs(number))) + 1;
        if (digits > Limits.TextLength)
            Output.Append(string.Create(CultureInfo.InvariantCulture, $"{BoundedText.Mark} {digits:0} digits"));
        else
            Output.Append(number.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Writes a text that needs no quotes, up to the limit.</summary>
    protected void WriteBounded(string text)
    {
        int length = Math.Min(text.Length, Limits.TextLength);
        Output.Append(text.AsSpan(0, length));
        if (length < text.Length)
            Output.AppendElision(text.Length - length);
    }

    protected void WriteItems(NwsValue[] items, string open, string close, int depth) =>
        WriteGroup(items.Length, open, close, depth, i => Write(items[i], depth + 1));

    /// <summary>Writes elements between brackets, as many as the limits allow.</summary>
    protected void WriteGroup(int count, string open, string close, int depth, Action<int> writeElement)
    {
        int shown = depth < Limits.Depth ? Math.Min(count, Limits.Items) : 0;
        Output.Append(open);
        for (int i = 0; i < shown && !Output.IsFull; i++)
        {
            Output.Append(i == 0 ? "" : ", ");
            writeElement(i);
        }
        if (shown < count)
        {
            Output.Append(shown == 0 ? "" : ", ");
            Output.AppendElision(count - shown);
        }
        Output.Append(count == 0 ? close.TrimStart() : close);
    }

    /// <summary>Writes the elements of a numeric array, a pair of brackets for each dimension.</summary>
    protected void WriteGrid(NwsNumericArray array, string open, string close, int depth)
    {
        if (array.Shape.IsEmpty)
            Output.Append(Element(array[0]));
        else
            WriteRow(array, 0, 0, open, close, depth);
    }

    protected string Element(object number) => number switch
    {
        bool truth => Bool(truth),
        Half half => Floats.Write(half),
        float single => Floats.Write(single),
        double real => Floats.Write(real),
        Complex complex => Complex(complex),
        _ => WholeElement((IFormattable)number),
    };

    protected virtual string WholeElement(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);

    private void WriteRow(NwsNumericArray array, int dimension, int row, string open, string close, int depth)
    {
        int length = array.Shape[dimension];
        bool isLast = dimension == array.Shape.Length - 1;
        WriteGroup(length, open, close, depth, i =>
        {
            int index = row * length + i;
            if (isLast)
                Output.Append(Element(array[index]));
            else
                WriteRow(array, dimension + 1, index, open, close, depth + 1);
        });
    }
}
