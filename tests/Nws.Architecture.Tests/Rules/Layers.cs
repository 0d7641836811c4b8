namespace Nws.Architecture.Tests.Rules;

/// <summary>
/// Which folder may use which, written as arrows: <c>Nws.Server: WebConsole, Sessions -> Loop -> Engine</c>. What a folder may use, those
/// who may use that folder may use as well.
/// </summary>
internal sealed class Layers
{
    private readonly HashSet<(string From, string To)> _allowed = [];
    private readonly HashSet<string> _folders = [];

    public Layers(params string[] arrows)
    {
        foreach (string line in arrows)
        {
            var (project, arrow) = line.Split(": ") is [var first, var second] ? (first, second) : throw new FormatException(line);
            string[][] ranks = [.. arrow.Split(" -> ").Select(rank => rank.Split(", ").Select(folder => $"{project}/{folder}").ToArray())];
            foreach (string[] rank in ranks) _folders.UnionWith(rank);
            foreach (var (upper, lower) in ranks.Zip(ranks.Skip(1))) Allow(upper, lower);
        }
        AllowWhatFollows();
    }

    /// <summary>Whether the folder stands in an arrow.</summary>
    public bool Knows(string folder) => _folders.Contains(folder);

    /// <summary>Whether one folder may use the other.</summary>
    public bool Allows(string from, string to) => _allowed.Contains((from, to));

    private void Allow(string[] upper, string[] lower) => _allowed.UnionWith(from user in upper from used in lower select (user, used));

    private void AllowWhatFollows()
    {
        int before;
        do
        {
            before = _allowed.Count;
            var following = from first in _allowed join second in _allowed on first.To equals second.From select (first.From, second.To);
            _allowed.UnionWith(following.ToArray());
        }
        while (_allowed.Count > before);
    }
}
