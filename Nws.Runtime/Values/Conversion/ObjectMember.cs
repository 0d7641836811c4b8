using System.Reflection;
using System.Runtime.CompilerServices;

namespace Nws.Values;

/// <summary>A public property or field of a program's class, struct or record.</summary>
internal sealed class ObjectMember(MemberInfo member)
{
    internal string Name => member.Name;

    internal Type Type => member is PropertyInfo property ? property.PropertyType : ((FieldInfo)member).FieldType;

    /// <summary>Whether it can be set on an object that exists already, init-only properties included.</summary>
    internal bool IsSettable => member is PropertyInfo property
        ? property.SetMethod is { IsPublic: true }
        : !((FieldInfo)member).IsInitOnly;

    internal bool IsRequired => member.IsDefined(typeof(RequiredMemberAttribute), inherit: false);

    internal NwsValue Key { get; } = ValueFactory.Text(member.Name);

    internal object? Get(object target) => member is PropertyInfo property
        ? property.GetValue(target)
        : ((FieldInfo)member).GetValue(target);

    internal void Set(object target, object? content)
    {
        if (member is PropertyInfo property)
            property.SetValue(target, content);
        else
            ((FieldInfo)member).SetValue(target, content);
    }

    /// <summary>The readable ones, those of base types first, each type's in the order of its source.</summary>
    internal static IEnumerable<ObjectMember> Of(Type type) => type
        .GetMembers(BindingFlags.Public | BindingFlags.Instance)
        .Where(member => member is FieldInfo || member is PropertyInfo { GetMethod.IsPublic: true } property && IsPlain(property))
        .OrderBy(member => Ancestors(member.DeclaringType))
        .ThenBy(member => member.MetadataToken)
        .GroupBy(member => member.Name)
        .Select(sameName => new ObjectMember(sameName.Last()));

    private static bool IsPlain(PropertyInfo property) => property.GetIndexParameters().Length == 0 && !property.PropertyType.IsByRef;

    private static int Ancestors(Type? type)
    {
        int count = 0;
        for (; type is not null; type = type.BaseType)
            count++;
        return count;
    }
}
