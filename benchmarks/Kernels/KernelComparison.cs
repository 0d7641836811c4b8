using System.Diagnostics;
using Nws.Benchmarks.Load;
using Nws.Hosts.Languages;

namespace Nws.Benchmarks.Kernels;

/// <summary>One language: how long a kernel takes for <c>1+1</c>.</summary>
/// <param name="Language">The language.</param>
/// <param name="WarmMicroseconds">Median of a round trip through a kernel that knows the expression.</param>
/// <param name="EchoMicroseconds">Median of the bare round trip, measured in between.</param>
/// <param name="AboveEchoMicroseconds">Median over the rounds of the difference within a round.</param>
/// <param name="ColdMilliseconds">Median from the wish for a kernel to its first value.</param>
internal sealed record KernelRow(string Language, double WarmMicroseconds, double EchoMicroseconds, double AboveEchoMicroseconds, double ColdMilliseconds);

/// <summary>Asks every kernel and the bare echo by turns, round by round, so that a slow moment of the machine hits all alike.</summary>
internal sealed class KernelComparison(string nwsCommand, ServerProcess echo, int rounds)
{
    private const string Expression = "1+1";
    private const int AsksPerRound = 300;
    private const int AsksToWarmUp = 3000;
    private const int ColdStarts = 5;

    private static readonly NwsLanguage[] Languages = [NwsLanguage.Python, NwsLanguage.JavaScript, NwsLanguage.CSharp];

    private readonly LanguageRegistry _registry = new(Environment.GetEnvironmentVariable, Path.GetDirectoryName(Path.GetFullPath(nwsCommand))!);

    public async Task<IReadOnlyList<KernelRow>> RunAsync()
    {
        double[] cold = await MeasureColdStartsAsync();
        KernelHost[] hosts = [.. Languages.Select(NewHost)];
        using var bare = new EchoContender(echo.Port, FrameSize);
        Func<Task>[] contenders = [bare.AskAsync, .. hosts.Select(host => new Func<Task>(() => AskAsync(host)))];
        foreach (Func<Task> ask in contenders) await MedianAsync(ask, AsksToWarmUp);
        List<double>[] medians = [.. contenders.Select(_ => new List<double>())];
        for (int round = 0; round < rounds; round++)
        {
            for (int i = 0; i < contenders.Length; i++) medians[i].Add(await MedianAsync(contenders[i], AsksPerRound));
        }
        foreach (KernelHost host in hosts) await host.DisposeAsync();
        return [.. Languages.Select((language, i) => new KernelRow(
            language.ToString(), Median(medians[i + 1]), Median(medians[0]), Median(medians[i + 1].Zip(medians[0], (mine, floor) => mine - floor)), cold[i]))];
    }

    private static int FrameSize =>
        KernelFrame.Encode(new KernelMessage.Request(1, "evaluate", [NwsValue.From(Expression), NwsValue.From(Array.Empty<object>())])).Length;

    private async Task<double[]> MeasureColdStartsAsync()
    {
        List<double>[] times = [.. Languages.Select(_ => new List<double>())];
        for (int start = 0; start < ColdStarts; start++)
        {
            for (int i = 0; i < Languages.Length; i++)
            {
                long begin = Stopwatch.GetTimestamp();
                await using KernelHost host = NewHost(Languages[i]);
                await AskAsync(host);
                times[i].Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
            }
        }
        return [.. times.Select(Median)];
    }

    private KernelHost NewHost(NwsLanguage language) => new(language, _registry, new KernelSettings());

    private static Task AskAsync(KernelHost host) => host.EvaluateAsync(Expression, [], CancellationToken.None);

    private static async Task<double> MedianAsync(Func<Task> ask, int count)
    {
        double[] times = new double[count];
        for (int i = 0; i < count; i++)
        {
            long begin = Stopwatch.GetTimestamp();
            await ask();
            times[i] = Stopwatch.GetElapsedTime(begin).TotalMicroseconds;
        }
        return Median(times);
    }

    private static double Median(IEnumerable<double> figures)
    {
        double[] sorted = [.. figures.Order()];
        return sorted[sorted.Length / 2];
    }
}
