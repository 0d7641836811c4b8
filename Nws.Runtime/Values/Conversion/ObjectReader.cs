using System.Reflection;

namespace Nws.Values;

/// <summary>How maps become objects of a program's own class, struct or record: by constructor, then by settable property.</summary>
internal sealed class ObjectReader
{
    private readonly Type _type;
    private readonly ConstructorInfo? _constructor;
    private readonly ParameterInfo[] _parameters;
    private readonly ObjectMember[] _later;

    private ObjectReader(Type type, ObjectShape shape)
    {
        _type = type;
        _constructor = shape.Constructor;
        _parameters = shape.Constructor?.GetParameters() ?? [];
        _later = shape.Members.Where(member => shape.ParameterOf(member) is null).ToArray();
    }

    internal static ReadValue? Find(Type type)
    {
        if (Refusal.Of(type) is not null || type.IsAbstract)
            return null;
        ObjectShape shape = ObjectShape.Of(type);
        return shape.Constructor is null && !type.IsValueType ? null : new ObjectReader(type, shape).Read;
    }

    private object Read(NwsValue value, ClrReader reader)
    {
        if (value.Content is not ValueMap map)
            throw reader.Fault(value, _type);
        var arguments = new object?[_parameters.Length];
        for (int i = 0; i < arguments.Length; i++)
            arguments[i] = ReadArgument(_parameters[i], map, value, reader);
        object target = Construct(arguments, reader);
        foreach (ObjectMember member in _later)
        {
            if (TryFind(map, member.Name, out NwsValue content))
                Set(member, target, content, reader);
            else if (member.IsRequired)
                throw MissingKey(member.Name, value, reader);
        }
        return target;
    }

    private object? ReadArgument(ParameterInfo parameter, ValueMap map, NwsValue value, ClrReader reader)
    {
        if (TryFind(map, parameter.Name!, out NwsValue content))
            return ReadUnder(parameter.Name!, content, parameter.ParameterType, reader);
        if (!parameter.HasDefaultValue)
            throw MissingKey(parameter.Name!, value, reader);
        bool isDefaultStruct = parameter.DefaultValue is null && parameter.ParameterType.IsValueType;
        return isDefaultStruct ? null : parameter.DefaultValue;
    }

    private object Construct(object?[] arguments, ClrReader reader)
    {
        try
        {
            return _constructor is null ? Activator.CreateInstance(_type)! : _constructor.Invoke(arguments);
        }
        catch (TargetInvocationException failure) when (failure.InnerException is { } cause)
        {
            throw reader.Path.Fault($"making {TypeName.Of(_type)} failed: {cause.Message}", cause);
        }
    }

    private static void Set(ObjectMember member, object target, NwsValue value, ClrReader reader)
    {
        object? content = ReadUnder(member.Name, value, member.Type, reader);
        try
        {
            member.Set(target, content);
        }
        catch (TargetInvocationException failure) when (failure.InnerException is { } cause)
        {
            reader.Path.Enter(member.Key);
            throw reader.Path.Fault($"setting the property failed: {cause.Message}", cause);
        }
    }

    private NwsValueException MissingKey(string name, NwsValue value, ClrReader reader) =>
        reader.Fault(value, _type, $"the key '{name}' is missing");

    private static object? ReadUnder(string name, NwsValue content, Type type, ClrReader reader)
    {
        reader.Path.Enter(ValueFactory.Text(name));
        object? part = reader.ReadInside(content, type);
        reader.Path.Leave();
        return part;
    }

    private static bool TryFind(ValueMap map, string name, out NwsValue content)
    {
        int index = map.Keys.IndexOf(ValueFactory.Text(name));
        if (index < 0)
        {
            index = Array.FindIndex(map.Keys.Keys, key =>
                key.Kind == NwsValueKind.Text && string.Equals((string)key.Content!, name, StringComparison.OrdinalIgnoreCase));
        }
        content = index >= 0 ? map.Values[index] : NwsValue.Nil;
        return index >= 0;
    }
}
