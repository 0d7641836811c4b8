// Nws, master and tasks in C#.
using System.Diagnostics;
using System.Globalization;

var crew = await Sleigh.StartAsync(2);
Console.WriteLine("ready");
while (Console.ReadLine() is { } line)
{
    string[] request = line.Split(' ');
    int[] elements = [.. Enumerable.Range(0, int.Parse(request[1]))];
    var options = request[0] == "single" ? new EachOptions { ChunkSize = 1 } : new EachOptions();
    long start = Stopwatch.GetTimestamp();
    var results = await crew.EachElemAsync<int>(Code.CSharp("x => x", SleighTaskType.Invoke), elements, options: options);
    double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
    if (!results.SequenceEqual(elements)) throw new InvalidDataException($"{line}: the results are wrong");
    Console.WriteLine(seconds.ToString(CultureInfo.InvariantCulture));
}
await crew.StopAsync();
