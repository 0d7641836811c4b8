// Tries to store what has no kind, prints the path to it each time, and at last what has been stored: nothing.
Func<int> function = () => 1;
var cycle = new Dictionary<string, object> { ["list"] = new List<object>() };
((List<object>)cycle["list"]).Add(cycle);
object deep = "core";
for (int i = 0; i < 257; i++)
    deep = new List<object> { deep };

foreach (object value in new object[]
{
    function,
    new Dictionary<string, object> { ["rows"] = new List<object> { 1, 2, 3, function } },
    new List<object> { (1, new Dictionary<int, object> { [2] = function }) },
    new Dictionary<string, object> { ["a"] = new Dictionary<object, int> { [(1, function)] = 2 } },
    new Dictionary<object, object> { [0] = 0, [1.5] = function },
    new HashSet<object> { function },
    new Dictionary<string, object> { ["it's\n\ud800"] = new Dictionary<string, object> { [new string('k', 41)] = function } },
    new { name = function },
    cycle,
    deep,
})
{
    try
    {
        await ws.StoreAsync("refused", value);
        Console.WriteLine("stored");
    }
    catch (NwsValueException error)
    {
        bool told = error.Message.EndsWith(error.Path.Length == 0 ? "" : $", at {error.Path}");
        Console.WriteLine(told ? $"at {error.Path}" : error.Message);
    }
}
Console.WriteLine(await ws.FindTryAsync("refused") is null ? "nothing" : "something");
