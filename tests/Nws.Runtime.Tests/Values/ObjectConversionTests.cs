namespace Nws.Runtime.Tests.Values;

public class ObjectConversionTests
{
    private record Person(string Name, int Age = 18, string? Mail = null)
    {
        public string Greeting => $"Hello {Name}";
    }

    private sealed record Employee(string Name, string Firm) : Person(Name)
    {
        public int Floor { get; init; }
    }

    private record struct Point(double X, double Y);

    private struct Pixel
    {
        public int X;
        public int Y;
    }

    private readonly record struct Stamp(DateTime At, Guid Id);

    private class Settings
    {
        public string Name { get; set; } = "none";

        public List<Point>? Points { get; set; }

        public int Computed => 3;

        public int Hidden { get; private set; } = 7;
    }

    private sealed class Derived : Settings
    {
        public int Extra { get; set; }
    }

    private sealed class Immutable(int number)
    {
        public int Number { get; } = number;
    }

    private sealed class Picky
    {
        public required int Needed { get; init; }

        public int Free { get; init; } = 5;
    }

    private sealed class Choosy
    {
        private int _number;

        public int Number
        {
            get => _number;
            set => _number = value >= 0 ? value : throw new ArgumentException("negative");
        }
    }

    [Fact]
    public void RoundTrip_OfRecordsClassesAndStructs_GivesEqualObjects()
    {
        AssertRoundTrips(new Person("Ann", 30, "a@b"));
        AssertRoundTrips(new Employee("Bob", "Bayport") { Age = 40, Floor = 3 });
        AssertRoundTrips(new Point(1, 2.5));
        AssertRoundTrips(new Pixel { X = 1, Y = 2 });
        AssertRoundTrips(new Stamp(DateTime.UtcNow, Guid.NewGuid()));
        AssertRoundTrips(new[] { new Person("a"), new Person("b") }.ToList());
        AssertRoundTrips((Person?)null);
    }

    [Fact]
    public void From_OfRecord_WritesPropertiesThatCanBeSetInTheirOrder()
    {
        Assert.Equal("{ Name: \"Ann\", Age: 18, Mail: null }", NwsValue.From(new Person("Ann")).ToString());
        var bob = new Employee("Bob", "Bayport") { Floor = 2 };
        Assert.Equal("{ Name: \"Bob\", Age: 18, Mail: null, Firm: \"Bayport\", Floor: 2 }", NwsValue.From(bob).ToString());
        Assert.Equal("{ Number: 3 }", NwsValue.From(new Immutable(3)).ToString());
    }

    [Fact]
    public void From_OfClass_WritesSettableProperties()
    {
        Assert.Equal("{ Name: \"none\", Points: null }", NwsValue.From(new Settings()).ToString());
        Assert.Equal("{ Name: \"none\", Points: null, Extra: 0 }", NwsValue.From(new Derived()).ToString());
    }

    [Fact]
    public void To_OfClass_SetsWhatIsThereAndIgnoresTheRest()
    {
        object[] points = [new { x = 1, y = 2 }];
        var map = new Dictionary<object, object> { ["NAME"] = "x", ["points"] = points, [1] = 2, ["other"] = 3 };
        Settings settings = NwsValue.From(map).To<Settings>();
        Assert.Equal("x", settings.Name);
        Assert.Equal(new Point(1, 2), settings.Points!.Single());
        Assert.Equal(7, settings.Hidden);
        Assert.Equal("none", NwsValue.From(new Dictionary<string, int>()).To<Settings>().Name);
    }

    [Fact]
    public void To_OfRecord_TakesDefaultsForMissingKeys()
    {
        Assert.Equal(new Person("Ann"), NwsValue.From(new { name = "Ann" }).To<Person>());
        Assert.Equal(3, NwsValue.From(new { number = 3 }).To<Immutable>().Number);
    }

    [Fact]
    public void To_OfExactKey_PrefersItToOneOfOtherCase()
    {
        var both = new Dictionary<string, string> { ["name"] = "lower", ["Name"] = "exact" };
        Assert.Equal("exact", NwsValue.From(both).To<Settings>().Name);
    }

    [Fact]
    public void To_WithMissingKey_ThrowsWithThePath()
    {
        NwsValue value = NwsValue.From(new[] { (object)new { age = 3 } });
        NwsValueException error = Fault.Of(() => value.To<List<Person>>());
        Assert.Equal("[0]", error.Path);
        Assert.Contains("cannot become Person: the key 'Name' is missing", error.Message, StringComparison.Ordinal);
        Fault.Says("'Needed' is missing", () => value[0].To<Picky>());
        Assert.Equal(5, NwsValue.From(new { Needed = 1 }).To<Picky>().Free);
    }

    [Fact]
    public void To_WithWrongMember_ThrowsWithThePath()
    {
        NwsValue value = NwsValue.From(new { name = "x", points = new[] { (object)new { x = 1, y = "two" } } });
        NwsValueException error = Fault.Of(() => value.To<Settings>());
        Assert.Equal("['Points'][0]['Y']", error.Path);
        Assert.Contains("a text (\"two\") cannot become double", error.Message, StringComparison.Ordinal);
        Fault.Says("a list ([1]) cannot become Settings", () => NwsValue.From(new List<int> { 1 }).To<Settings>());
    }

    [Fact]
    public void To_WithSetterThatThrows_ThrowsWithThePath()
    {
        NwsValueException error = Fault.Of(() => NwsValue.From(new { Number = -1 }).To<Choosy>());
        Assert.Equal("['Number']", error.Path);
        Assert.Contains("negative", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void To_OfAnonymousType_FillsItByItsConstructor()
    {
        var example = new { Name = "", Size = 0 };
        Assert.Equal(new { Name = "x", Size = 3 }, NwsValue.From(new { name = "x", size = 3.0 }).To(example.GetType()));
    }

    private static void AssertRoundTrips<T>(T content) =>
        Assert.Equal(content, NwsValue.Decode(NwsValue.From(content).Encode()).To<T>());
}
