using System.Collections;
using System.Dynamic;
using System.Linq.Expressions;

namespace Nws.Values;

/// <summary>
/// A value used as <c>dynamic</c>. A key of a map wins over a property of <see cref="NwsValue"/> with the same name; what is reached is a
/// plain C# object if it is a scalar, so arithmetic and comparison work, and again a value to reach into if it is a container.
/// </summary>
internal sealed class DynamicValue(Expression expression, NwsValue value)
    : DynamicMetaObject(expression, BindingRestrictions.Empty, value)
{
    public override DynamicMetaObject BindGetMember(GetMemberBinder binder) =>
        Bind(Expression.Call(typeof(DynamicValue), nameof(Member), null, Self, Expression.Constant(binder.Name)));

    public override DynamicMetaObject BindGetIndex(GetIndexBinder binder, DynamicMetaObject[] indexes)
    {
        if (indexes.Length != 1)
            return base.BindGetIndex(binder, indexes);
        Expression index = Expression.Convert(indexes[0].Expression, typeof(object));
        return Bind(Expression.Call(typeof(DynamicValue), nameof(Element), null, Self, index));
    }

    public override DynamicMetaObject BindConvert(ConvertBinder binder)
    {
        if (binder.Type.IsAssignableFrom(typeof(NwsValue)))
            return base.BindConvert(binder);
        return Bind(binder.Type == typeof(IEnumerable)
            ? Expression.Call(typeof(DynamicValue), nameof(Elements), null, Self)
            : Expression.Call(Self, nameof(NwsValue.To), [binder.Type]));
    }

    public override IEnumerable<string> GetDynamicMemberNames() => ((NwsValue)Value!).Content is ValueMap map
        ? map.Keys.Keys.Where(key => key.Kind == NwsValueKind.Text).Select(key => (string)key.Content!)
        : [];

    private Expression Self => Expression.Convert(Expression, typeof(NwsValue));

    private static object? Member(NwsValue value, string name)
    {
        if (value.TryGetValue(ValueFactory.Text(name), out NwsValue found))
            return Plain(found);
        return name switch
        {
            nameof(NwsValue.Kind) => value.Kind,
            nameof(NwsValue.Count) => value.Count,
            nameof(NwsValue.Items) => value.Items,
            nameof(NwsValue.Entries) => value.Entries,
            _ => Plain(value[name]),
        };
    }

    private static object? Element(NwsValue container, object? index) =>
        Plain(index is int position ? container[position] : container[NwsValue.From(index)]);

    private static IEnumerable Elements(NwsValue container) => container.Content switch
    {
        ValueMap => container.Entries.Select(entry => KeyValuePair.Create(Plain(entry.Key), Plain(entry.Value))),
        NwsNumericArray => Enumerable.Range(0, container.Count).Select(i => Plain(container[i])),
        _ => container.Items.Select(Plain),
    };

    private static object? Plain(NwsValue value) => value.Kind switch
    {
        NwsValueKind.List or NwsValueKind.Tuple or NwsValueKind.Set or NwsValueKind.Map or NwsValueKind.NumericArray => value,
        _ => value.ToObject(),
    };

    private DynamicMetaObject Bind(Expression call) => new(call, BindingRestrictions.GetTypeRestriction(Expression, typeof(NwsValue)));
}
