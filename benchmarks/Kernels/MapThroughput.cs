using System.Diagnostics;
using Nws.Hosts.Languages;

namespace Nws.Benchmarks.Kernels;

/// <summary>One language: how many tiny elements of a map a kernel runs in a second, as its host sees it.</summary>
/// <param name="Language">The language.</param>
/// <param name="ElementsPerSecond">The median over all maps.</param>
/// <param name="BestElementsPerSecond">That of the quickest tenth: what a quieter machine would show.</param>
internal sealed record MapRow(string Language, double ElementsPerSecond, double BestElementsPerSecond);

/// <summary>Lets kernels square integers, 1,000 per map, by turns, so that a slow moment of the machine hits all alike.</summary>
internal sealed class MapThroughput(string nwsCommand, int rounds)
{
    private const int Elements = 1000;
    private const int MapsPerRound = 50;
    private const int MapsToWarmUp = 100;

    private static readonly (string Name, NwsLanguage Language, string Square, bool Embedded)[] Contenders =
    [
        ("Python", NwsLanguage.Python, "lambda x: x * x", false), ("JavaScript", NwsLanguage.JavaScript, "x => x * x", false), ("CSharp", NwsLanguage.CSharp, "x => x * x", false),
        ("R", NwsLanguage.R, "function(x) x * x", false), ("JavaScript (Jint)", NwsLanguage.JavaScript, "x => x * x", true),
    ];

    private readonly string _folder = Path.GetDirectoryName(Path.GetFullPath(nwsCommand))!;

    public async Task<IReadOnlyList<MapRow>> RunAsync()
    {
        KernelHost[] hosts = [.. Contenders.Select(each => new KernelHost(each.Language, RegistryFor(each.Embedded), new KernelSettings()))];
        List<double>[] speeds = [.. hosts.Select(_ => new List<double>())];
        for (int i = 0; i < hosts.Length; i++) await MeasureAsync(hosts[i], Contenders[i].Square, MapsToWarmUp, []);
        for (int round = 0; round < rounds; round++)
        {
            for (int i = 0; i < hosts.Length; i++) await MeasureAsync(hosts[i], Contenders[i].Square, MapsPerRound, speeds[i]);
        }
        foreach (KernelHost host in hosts) await host.DisposeAsync();
        return [.. Contenders.Zip(speeds, (each, measured) => new MapRow(each.Name, Quantile(measured, 0.5), Quantile(measured, 0.9)))];
    }

    private LanguageRegistry RegistryFor(bool embedded) =>
        new(name => embedded && name == JavaScriptEngineChoice.Variable ? JavaScriptEngineChoice.Jint : Environment.GetEnvironmentVariable(name), _folder);

    /// <summary>Adds the speed of each map. Slow languages run fewer of them: a second is enough.</summary>
    private static async Task MeasureAsync(KernelHost host, string square, int maps, List<double> speeds)
    {
        NwsValue[] rows = [.. Enumerable.Range(0, Elements).Select(number => NwsValue.From(new object[] { number }))];
        var map = new MapRequest(MapKind.Invoke, square, rows);
        long began = Stopwatch.GetTimestamp();
        for (int i = 0; i < maps && Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(1); i++)
        {
            long begin = Stopwatch.GetTimestamp();
            await host.MapAsync(map, _ => { }, CancellationToken.None);
            speeds.Add(Elements / Stopwatch.GetElapsedTime(begin).TotalSeconds);
        }
    }

    private static double Quantile(List<double> figures, double part)
    {
        double[] sorted = [.. figures.Order()];
        return sorted[(int)(part * (sorted.Length - 1))];
    }
}
