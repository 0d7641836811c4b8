using System.Text.RegularExpressions;

namespace Nws.Hosts.Cli.Each;

/// <summary>Reads what stands behind <c>--over</c> and <c>--with</c>.</summary>
internal static class SourceArgument
{
    private static readonly string[] Unnamed = ["x", "y", "z", "u", "v", "w"];
    private static readonly Regex Assignment = new(@"\A(?<name>[\p{L}_]\w*)=(?<value>.*)\z", RegexOptions.Singleline);

    /// <summary>The varying arguments, in order. Those without a name are x, y, z, u, v, w.</summary>
    /// <exception cref="FormatException">One cannot be read, or has a name that another has; the message says which.</exception>
    public static IReadOnlyList<ElementSource> ReadAll(IReadOnlyList<string> arguments, Word words)
    {
        var sources = new List<ElementSource>();
        foreach (string argument in arguments)
        {
            var match = Assignment.Match(argument);
            string name = match.Success ? match.Groups["name"].Value
                : sources.Count < Unnamed.Length ? Unnamed[sources.Count]
                : throw new FormatException($"From the {Unnamed.Length + 1}th on, --over needs a name: --over a={argument}");
            if (sources.Exists(source => source.Name == name)) throw new FormatException($"Two varying arguments are called '{name}'.");
            sources.Add(Read(name, match.Success ? match.Groups["value"].Value : argument, words));
        }
        if (sources.Count(source => source.Values is StandardInput) > 1) throw new FormatException("Standard input can be read for one argument only.");
        return sources;
    }

    /// <summary>A fixed argument, <c>name=value</c>: what the value says in JSON, else text.</summary>
    /// <exception cref="FormatException">It is not of that form.</exception>
    public static (string Name, NwsValue Value) ReadFixed(string argument)
    {
        if (Assignment.Match(argument) is not { Success: true } match) throw new FormatException($"'{argument}' is no fixed argument; write --with name=value.");
        string text = match.Groups["value"].Value;
        try
        {
            return (match.Groups["name"].Value, JsonText.Read(text));
        }
        catch (FormatException)
        {
            return (match.Groups["name"].Value, NwsValue.From(text));
        }
    }

    private static ElementSource Read(string name, string text, Word words)
    {
        if (text.Length == 0) throw new FormatException($"The argument '{name}' has no values; write for example --over {name}=1..10");
        if (text == "@-" || text.StartsWith("@-.", StringComparison.Ordinal)) text = text[1..];
        if (text == "-" || text.StartsWith("-.", StringComparison.Ordinal)) return new ElementSource(name, new StandardInput(SourceFile.Parse(text, words)), null);
        if (text[0] == '@') return new ElementSource(name, SourceFile.Parse(text[1..], words).ReadAsync(), null);
        if (text[0] == '[') return Listed(name, JsonText.Read(text).Items);
        if (NumberRange.TryParse(text) is var (numbers, count)) return new ElementSource(name, numbers.ToAsyncEnumerable(), count);
        return Listed(name, [.. text.Split(',').Select(words.Of)]);
    }

    private static ElementSource Listed(string name, IReadOnlyCollection<NwsValue> values) => new(name, values.ToAsyncEnumerable(), values.Count);

    /// <summary>Values from standard input, which nobody else can read then.</summary>
    private sealed class StandardInput(SourceFile file) : IAsyncEnumerable<NwsValue>
    {
        public IAsyncEnumerator<NwsValue> GetAsyncEnumerator(CancellationToken cancellationToken = default) => file.ReadAsync().GetAsyncEnumerator(cancellationToken);
    }
}
