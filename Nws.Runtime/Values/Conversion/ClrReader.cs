namespace Nws.Values;

/// <summary>Makes C# objects of values. One instance serves one conversion: it knows where it is.</summary>
internal sealed class ClrReader
{
    private ValuePath? _path;

    internal ValuePath Path => _path ??= new ValuePath();

    internal static T Read<T>(NwsValue value) => (T)new ClrReader().ReadInside(value, typeof(T))!;

    internal static object? Read(NwsValue value, Type type) => new ClrReader().ReadInside(value, type);

    /// <summary>Makes an object of a value at the present place.</summary>
    internal object? ReadInside(NwsValue value, Type type) => TypeReaders.For(type, this)(value, this);

    /// <summary>Makes an object of an element, going into it.</summary>
    internal T ReadElement<T>(int index, NwsValue value)
    {
        Path.Enter(index);
        var content = (T)ReadInside(value, typeof(T))!;
        Path.Leave();
        return content;
    }

    /// <summary>The error for a value that cannot become an object of that type.</summary>
    internal NwsValueException Fault(NwsValue value, Type type, string? because = null) => Path.Fault(
        $"{KindName.Of(value)} ({value.Render(NwsNotation.CSharp, RenderLimits.Glance)}) cannot become {TypeName.Of(type)}"
        + (because is null ? "" : $": {because}"));
}
