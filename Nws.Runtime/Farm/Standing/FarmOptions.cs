using System.Text.RegularExpressions;

namespace Nws.Farm;

/// <summary>What a standing farm is to be like.</summary>
internal sealed record FarmOptions
{
    private static readonly Regex FarmName = new(@"\A[A-Za-z0-9_.-]+\z");

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The server it stands on.</summary>
    public required NwsConnectionOptions Connection { get; init; }

    /// <summary>How many workers the keeper starts on its machine, and replaces. Default: none; workers join by themselves.</summary>
    public int Workers { get; init; }

    /// <summary>The tags of these workers. Default: none.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>How long a worker may give no sign of life before others do its tasks. Default: 10 seconds.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The program that runs the workers. Default: as <see cref="NwsCommand"/> finds it.</summary>
    public string? NwsCommand { get; init; }

    /// <summary>The file that the keeper's log goes to, for people; null if there is none.</summary>
    public string? LogFile { get; init; }

    /// <summary>Called with each line of the keeper's log.</summary>
    public Action<string> Log { get; init; } = static _ => { };

    /// <exception cref="ArgumentException">A value makes no sense.</exception>
    public FarmOptions Checked()
    {
        CheckName(Name);
        if (Workers < 0) throw new ArgumentException($"A farm cannot have {Workers} workers.");
        if (Lease < TimeSpan.FromSeconds(0.1) || Lease > TimeSpan.FromDays(1))
            throw new ArgumentException($"A lease lasts between 0.1 and 86,400 seconds, not {Lease.TotalSeconds:0.###}.");
        WorkerTags.Check(Tags);
        return this;
    }

    /// <exception cref="ArgumentException">It cannot be the name of a farm.</exception>
    public static void CheckName(string name)
    {
        if (!FarmName.IsMatch(name)) throw new ArgumentException($"'{name}' cannot be the name of a farm: a name is made of letters, digits, '_', '.' and '-'.");
    }
}
