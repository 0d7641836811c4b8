using System.Collections.Concurrent;
using System.Reflection;

namespace Nws.Values;

/// <summary>
/// What of a program's class, struct, record or anonymous type travels: the properties and fields that can be set again, by a constructor
/// whose parameters have their names or one by one. Found out once for each type.
/// </summary>
internal sealed class ObjectShape
{
    private static readonly ConcurrentDictionary<Type, ObjectShape> Known = new();

    private readonly KeyedValues _keys;

    private ObjectShape(Type type)
    {
        ObjectMember[] readable = ObjectMember.Of(type).ToArray();
        Constructor = FindConstructor(type, readable);
        Members = readable.Where(member => member.IsSettable || ParameterOf(member) is not null).ToArray();
        _keys = KeyedValues.Create(Members.Select(member => member.Key).ToArray(), out _)!;
    }

    /// <summary>The members that travel.</summary>
    internal ObjectMember[] Members { get; }

    /// <summary>The constructor to make an object with; null for a struct that begins empty, and for what cannot be made.</summary>
    internal ConstructorInfo? Constructor { get; }

    internal static ObjectShape Of(Type type) => Known.GetOrAdd(type, static type => new ObjectShape(type));

    /// <summary>The parameter of the constructor that sets a member; null if none does.</summary>
    internal ParameterInfo? ParameterOf(ObjectMember member) =>
        Constructor?.GetParameters().FirstOrDefault(parameter => IsSame(parameter, member));

    internal NwsValue Write(object target, ClrWriter writer)
    {
        var values = new NwsValue[Members.Length];
        for (int i = 0; i < values.Length; i++)
        {
            writer.Path.Enter(Members[i].Key);
            values[i] = writer.WriteInside(Get(Members[i], target, writer));
            writer.Path.Leave();
        }
        return ValueFactory.Map(_keys, values);
    }

    private static object? Get(ObjectMember member, object target, ClrWriter writer)
    {
        try
        {
            return member.Get(target);
        }
        catch (TargetInvocationException failure) when (failure.InnerException is { } cause)
        {
            throw writer.Path.Fault($"reading the property failed: {cause.Message}", cause);
        }
    }

    // One without parameters if it is there, else the one that sets most members.
    private static ConstructorInfo? FindConstructor(Type type, ObjectMember[] members)
    {
        ConstructorInfo[] usable = type.IsAbstract ? [] : type.GetConstructors()
            .Where(constructor => constructor.GetParameters().All(parameter => members.Any(member => IsSame(parameter, member))))
            .OrderBy(constructor => constructor.GetParameters().Length)
            .ToArray();
        return usable.Length == 0 || usable[0].GetParameters().Length == 0 ? usable.FirstOrDefault() : usable[^1];
    }

    private static bool IsSame(ParameterInfo parameter, ObjectMember member) =>
        parameter.ParameterType == member.Type && string.Equals(parameter.Name, member.Name, StringComparison.OrdinalIgnoreCase);
}
