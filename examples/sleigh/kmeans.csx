// Finds three groups among Fisher's 150 irises by their measures alone (Lloyd's algorithm), and compares them with the species.
// Each worker keeps its share of the flowers; only sums and counts travel.
//
//     nws run examples/sleigh/kmeans.csx

using System.Globalization;
using System.Runtime.CompilerServices;

string[][] rows = [.. File.ReadLines(ScriptFile("data/iris.csv")).Skip(1).Select(line => line.Split(','))];
double[][] flowers = [.. rows.Select(row => row[..4].Select(text => double.Parse(text, CultureInfo.InvariantCulture)).ToArray())];

int Nearest(double[] flower, double[][] centres) =>
    Enumerable.Range(0, centres.Length).MinBy(k => flower.Zip(centres[k], (x, c) => (x - c) * (x - c)).Sum());

await sleigh.DefineAsync(Code.CSharp("""
    double[][] mine = [];

    int Nearest(double[] flower, double[][] centres) =>
        Enumerable.Range(0, centres.Length).MinBy(k => flower.Zip(centres[k], (x, c) => (x - c) * (x - c)).Sum());

    // For each centre the sum of the flowers nearest to it, and their number.
    double[][] Sums(double[][] centres)
    {
        double[][] totals = [.. centres.Select(centre => new double[centre.Length + 1])];
        foreach (double[] flower in mine)
        {
            double[] total = totals[Nearest(flower, centres)];
            for (int i = 0; i < flower.Length; i++) total[i] += flower[i];
            total[^1]++;
        }
        return totals;
    }
    """));
await sleigh.EachWorkerAsync(Code.CSharp("mine = [.. SleighArgument<double[][]>(0).Where((_, i) => i % SleighWorkerCount == SleighRank)];"), [flowers]);

double[][] centres = [flowers[0], flowers[50], flowers[100]];
for (int rounds = 1; ; rounds++)
{
    double[][][] parts = [.. (await sleigh.EachWorkerAsync(Code.CSharp("Sums(SleighArgument<double[][]>(0))"), [centres])).Select(part => part.To<double[][]>())];
    double[][] means = [.. centres.Select((_, k) => Mean(parts.Select(part => part[k])))];
    bool moved = !means.SelectMany(mean => mean).SequenceEqual(centres.SelectMany(centre => centre));
    centres = means;
    if (moved) continue;
    Console.WriteLine($"{rounds} rounds");
    break;
}
for (int k = 0; k < centres.Length; k++)
{
    var members = rows.Where((_, i) => Nearest(flowers[i], centres) == k).GroupBy(row => row[4]).OrderBy(group => group.Key, StringComparer.Ordinal);
    Console.WriteLine($"{string.Join(" ", centres[k].Select(x => x.ToString("F2")))} | {string.Join(", ", members.Select(group => $"{group.Count()} {group.Key}"))}");
}

double[] Mean(IEnumerable<double[]> totals)
{
    double[] total = totals.Aggregate((a, b) => [.. a.Zip(b, (x, y) => x + y)]);
    return [.. total[..^1].Select(x => Math.Round(x / total[^1], 9))];
}

static string ScriptFile(string name, [CallerFilePath] string script = "") => Path.Combine(Path.GetDirectoryName(script)!, name);
