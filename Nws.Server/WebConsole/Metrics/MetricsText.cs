using System.Globalization;
using System.Text;
using Nws.Server.Loop;

namespace Nws.Server.WebConsole;

/// <summary>Metrics as Prometheus reads them.</summary>
internal sealed class MetricsText
{
    private readonly StringBuilder _text = new();
    private readonly HashSet<string> _begun = [];

    public void Gauge(string name, string help, double value) => Add(name, "gauge", help, [("", value)]);

    public void Counter(string name, string help, IEnumerable<(string Labels, double Value)> samples) => Add(name, "counter", help, samples);

    public void Histogram(string name, string help, Durations durations)
    {
        Begin(name, "histogram", help);
        long below = 0;
        var counts = durations.Read(out double sum);
        foreach (var (bound, count) in counts)
        {
            below += count;
            string limit = double.IsPositiveInfinity(bound) ? "+Inf" : Number(bound);
            _text.Append(CultureInfo.InvariantCulture, $"{name}_bucket{{le=\"{limit}\"}} {below}\n");
        }
        _text.Append(CultureInfo.InvariantCulture, $"{name}_sum {Number(sum)}\n{name}_count {below}\n");
    }

    /// <summary>What is known of a farm.</summary>
    public void Farm(FarmReport farm)
    {
        string labels = $"{{farm=\"{Escape(farm.Workspace)}\"}}";
        Add("nws_farm_workers", "gauge", "Workers of a farm.", [(labels, farm.Workers.Count)]);
        Add("nws_farm_tasks_waiting", "gauge", "Task records that wait for a worker.", [(labels, farm.Waiting)]);
        Add("nws_farm_tasks_running", "gauge", "Task records that workers hold.", [(labels, farm.Running)]);
        Add("nws_farm_elements_done_total", "counter", "Elements that present workers have done.", [(labels, farm.Done)]);
        Add("nws_farm_elements_failed_total", "counter", "Elements that failed with present workers.", [(labels, farm.Failed)]);
    }

    public override string ToString() => _text.ToString();

    private void Add(string name, string type, string help, IEnumerable<(string Labels, double Value)> samples)
    {
        Begin(name, type, help);
        foreach (var (labels, value) in samples) _text.Append(CultureInfo.InvariantCulture, $"{name}{labels} {Number(value)}\n");
    }

    private void Begin(string name, string type, string help)
    {
        if (_begun.Add(name)) _text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {type}\n");
    }

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Escape(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
