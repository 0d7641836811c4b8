// How sure is the correlation between how long the geyser Old Faithful erupts and how long it rests then? Ten thousand samples of
// the 272 eruptions, drawn with replacement, tell. The seed makes the samples the same for any number of workers.
//
//     nws run examples/sleigh/bootstrap.csx

using System.Globalization;

const int Samples = 10_000;
const string Correlation = """
    double Correlation(double[] xs, double[] ys)
    {
        double meanX = xs.Average(), meanY = ys.Average();
        double xy = xs.Zip(ys, (x, y) => (x - meanX) * (y - meanY)).Sum();
        double xx = xs.Sum(x => (x - meanX) * (x - meanX)), yy = ys.Sum(y => (y - meanY) * (y - meanY));
        return xy / Math.Sqrt(xx * yy);
    }
    """;

double[][] eruptions = File.ReadLines(ScriptFile("data/faithful.csv")).Skip(1)
    .Select(line => line.Split(',').Select(text => double.Parse(text, CultureInfo.InvariantCulture)).ToArray()).ToArray();
double[] lengths = [.. eruptions.Select(row => row[0])], pauses = [.. eruptions.Select(row => row[1])];

await sleigh.DefineAsync(Code.CSharp(Correlation));
double whole = (await sleigh.EachElemAsync<double>(Code.CSharp("Correlation(SleighArgument<double[]>(1), SleighArgument<double[]>(2))"), new[] { 0 }, [lengths, pauses]))[0];
var found = await sleigh.EachElemAsync<double>(
    Code.CSharp("""
        double[] xs = SleighArgument<double[]>(1), ys = SleighArgument<double[]>(2);
        int[] drawn = [.. xs.Select(_ => SleighRandom.Next(xs.Length))];
        Correlation([.. drawn.Select(i => xs[i])], [.. drawn.Select(i => ys[i])])
        """),
    Enumerable.Range(0, Samples), [lengths, pauses], new EachOptions { RngSeed = 1978 });

double[] sorted = [.. found.Order()];
Console.WriteLine($"correlation {whole:F3}, with 95% confidence between {sorted[Samples / 40]:F3} and {sorted[^(Samples / 40)]:F3}");

static string ScriptFile(string name, [System.Runtime.CompilerServices.CallerFilePath] string script = "") => Path.Combine(Path.GetDirectoryName(script)!, name);
