using Microsoft.CSharp.RuntimeBinder;

namespace Nws.Runtime.Tests.Values;

public class DynamicTests
{
    private static readonly dynamic Table = NwsValue.From(new Dictionary<string, object>
    {
        ["rows"] = new object[] { new { name = "a", size = 1 }, new { name = "b", size = 2.5 } },
        ["Count"] = 7,
        ["data"] = new[] { 1.0, 2.0 },
        ["pair"] = (1, "x"),
    });

    [Fact]
    public void Member_OfMap_IsTheValueUnderTheKey()
    {
        Assert.Equal("b", Table.rows[1].name);
        Assert.Equal("b", Table["rows"][1]["name"]);
        Assert.Equal(2L, Table.rows[0].size + 1);
        Assert.True(Table.rows[1].size > 2);
    }

    [Fact]
    public void Member_WithTheNameOfAProperty_IsTheKeyIfThereIsOne()
    {
        Assert.Equal(7L, Table.Count);
        Assert.Equal(2, Table.rows.Count);
        Assert.Equal(NwsValueKind.Map, Table.Kind);
    }

    [Fact]
    public void Member_ThatIsNotThere_ThrowsWithTheKeysThereAre()
    {
        NwsValueException error = Fault.Of(() => (object)Table.lines);
        Assert.Contains("no key \"lines\", only \"rows\", \"Count\", \"data\", \"pair\"", error.Message, StringComparison.Ordinal);
        Fault.Says("a list has no keys", () => (object)Table.rows.first);
        Fault.Says("no element 2", () => (object)Table.rows[2]);
    }

    [Fact]
    public void Conversion_OfContainers_GivesAnyType()
    {
        double[] data = Table.data;
        (int, string) pair = Table.pair;
        NwsValue rows = Table.rows;
        Assert.Equal([1.0, 2.0], data);
        Assert.Equal((1, "x"), pair);
        Assert.Equal(2, rows.Count);
        Assert.Equal(2.0, Table.data[1]);
        Assert.Equal((1, "x"), Table.pair.To<(int, string)>());
    }

    [Fact]
    public void Foreach_GivesElementsToReachInto()
    {
        var names = new List<string>();
        foreach (dynamic row in Table.rows)
            names.Add(row.name);
        Assert.Equal(["a", "b"], names);
        var keys = new List<object>();
        foreach (dynamic entry in Table)
            keys.Add(entry.Key);
        Assert.Equal(["rows", "Count", "data", "pair"], keys);
        double sum = 0;
        foreach (dynamic number in Table.data)
            sum += number;
        Assert.Equal(3.0, sum);
    }

    [Fact]
    public void SameCallSite_ServesMapsAndLists()
    {
        object[] contents = [new List<int> { 1 }, new Dictionary<string, int> { ["Count"] = 9 }, (1, 2)];
        IEnumerable<object> counts = contents.Select(content => (object)((dynamic)NwsValue.From(content)).Count);
        Assert.Equal([1, 9L, 2], counts);
    }

    [Fact]
    public void MemberNames_AreTheTextKeys()
    {
        var provider = (System.Dynamic.IDynamicMetaObjectProvider)NwsValue.From(new Dictionary<object, int> { ["a"] = 1, [2] = 2 });
        Assert.Equal(["a"], provider.GetMetaObject(System.Linq.Expressions.Expression.Constant(provider)).GetDynamicMemberNames());
    }

    [Fact]
    public void UnknownMethod_FailsAsInCSharp() => Assert.Throws<RuntimeBinderException>(() => Table.Explode());
}
