using System.Diagnostics;
using System.Globalization;

namespace Nws.Benchmarks.Farm;

/// <summary>A program with two workers that does what it is told, a line at a time, and says how long that took (Contenders/).</summary>
internal sealed class Contender : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly string _name;

    private Contender(string name, Process process) => (_name, _process) = (name, process);

    /// <summary>Starts the program and waits until its workers are ready.</summary>
    public static async Task<Contender> StartAsync(string name, string command, string[] arguments, IReadOnlyDictionary<string, string?> environment)
    {
        var start = new ProcessStartInfo(command, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var (variable, value) in environment) start.Environment[variable] = value;
        var contender = new Contender(name, Process.Start(start) ?? throw new InvalidOperationException($"{command} did not start."));
        string answer = await contender.ReadLineAsync();
        if (answer != "ready") throw new InvalidOperationException($"{name} said '{answer}' instead of 'ready'.");
        return contender;
    }

    /// <summary>Elements per second; null if the contender does not have that.</summary>
    public async Task<double?> MeasureAsync(string measurement, int count)
    {
        await _process.StandardInput.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{measurement} {count}"));
        await _process.StandardInput.FlushAsync();
        string answer = await ReadLineAsync();
        return answer == "-" ? null : count / double.Parse(answer, CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(20))) _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private async Task<string> ReadLineAsync() =>
        await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience) ?? throw new InvalidOperationException($"{_name} ended.");
}
