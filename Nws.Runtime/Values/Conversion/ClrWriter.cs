using System.Numerics;

namespace Nws.Values;

/// <summary>Makes values of C# objects. One instance serves one conversion: it knows where it is and what is around.</summary>
internal sealed class ClrWriter
{
    private readonly List<object> _around = [];

    /// <summary>Where the conversion is.</summary>
    internal ValuePath Path { get; } = new();

    internal static NwsValue Write(object? content) => WriteScalar(content) ?? new ClrWriter().WriteAny(content!);

    /// <summary>Makes the value of an object at the present place.</summary>
    internal NwsValue WriteInside(object? content) => WriteScalar(content) ?? WriteAny(content!);

    /// <summary>Makes a value of a container, unless containers are too deep inside each other.</summary>
    internal NwsValue Within(object container, Func<object, ClrWriter, NwsValue> write)
    {
        CheckDepth(1, container);
        _around.Add(container);
        NwsValue value = write(container, this);
        _around.RemoveAt(_around.Count - 1);
        return value;
    }

    private NwsValue WriteAny(object content)
    {
        switch (content)
        {
            case NwsValue value: return Checked(value, content);
            case NwsTuple tuple: return Checked(tuple.Value, content);
            case NwsError error: return Checked(ValueFactory.Error(error), content);
            case Exception exception: return Checked(ValueFactory.Error(NwsError.FromException(exception)), content);
            case Array array when array.GetType().GetElementType() is { } element && ElementType.OfClr(element) is not null:
                return WriteNumbers(array);
            default: return Within(content, ContainerWriters.For(content.GetType(), this));
        }
    }

    private NwsValue Checked(NwsValue value, object content)
    {
        CheckDepth(value.Depth, content);
        return value;
    }

    private void CheckDepth(int added, object content)
    {
        if (_around.Count + added <= NwsValue.MaxDepth)
            return;
        if (FindCycle(content) is not { } steps)
            throw Path.Fault($"more than {NwsValue.MaxDepth} containers inside each other");
        // The path need only tell how the object gets back to itself once.
        Path.LeaveTo(steps);
        throw Path.Fault($"cannot store {TypeName.Of(content.GetType())}: it contains itself");
    }

    /// <summary>How many steps lead to the first object that is inside itself; null if none is.</summary>
    private int? FindCycle(object content)
    {
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        int again = _around.Append(content).TakeWhile(seen.Add).Count();
        return again > _around.Count ? null : again;
    }

    private static NwsValue WriteNumbers(Array array) => array.Rank == 1 && array.GetType().GetElementType() == typeof(byte)
        ? ValueFactory.Bytes((byte[])array.Clone())
        : ValueFactory.NumericArray(NwsNumericArray.FromArray(array));

    private static NwsValue? WriteScalar(object? content) => content switch
    {
        null => NwsValue.Nil,
        string text => ValueFactory.Text(text),
        int number => ValueFactory.Integer(number),
        double number => ValueFactory.Float64(number),
        long number => ValueFactory.Integer(number),
        bool truth => ValueFactory.Bool(truth),
        byte number => ValueFactory.Integer(number),
        sbyte number => ValueFactory.Integer(number),
        short number => ValueFactory.Integer(number),
        ushort number => ValueFactory.Integer(number),
        uint number => ValueFactory.Integer(number),
        ulong number => ValueFactory.Integer((BigInteger)number),
        float number => ValueFactory.Float32(number),
        Half number => ValueFactory.Float32((float)number),
        decimal number => ValueFactory.Decimal(DecimalText.FromDecimal(number)),
        BigInteger number => ValueFactory.Integer(number),
        Int128 number => ValueFactory.Integer((BigInteger)number),
        UInt128 number => ValueFactory.Integer((BigInteger)number),
        char character => ValueFactory.Text(character.ToString()),
        DateTime time => Times.FromDateTime(time),
        DateTimeOffset time => Times.FromDateTimeOffset(time),
        TimeSpan duration => ValueFactory.Duration(Moment.FromTicks(duration.Ticks)),
        Guid uuid => ValueFactory.Uuid(uuid),
        Complex number => ValueFactory.Complex(number),
        Memory<byte> bytes => ValueFactory.Bytes(bytes.ToArray()),
        ReadOnlyMemory<byte> bytes => ValueFactory.Bytes(bytes.ToArray()),
        ArraySegment<byte> bytes => ValueFactory.Bytes(bytes.ToArray()),
        NwsNumericArray array => ValueFactory.NumericArray(array),
        Enum name => WriteEnum(name),
        _ => null,
    };

    private static NwsValue WriteEnum(Enum value)
    {
        string name = value.ToString();
        if (name[0] is not '-' && !char.IsAsciiDigit(name[0]))
            return ValueFactory.Text(name);
        return Write(Convert.ChangeType(value, Enum.GetUnderlyingType(value.GetType()), System.Globalization.CultureInfo.InvariantCulture));
    }
}
