using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Nws.Farm;

namespace Nws.Hosts.Cli.Each;

/// <summary>The options of <c>nws each</c> that say where and how elements are run.</summary>
internal static class EachArguments
{
    private static readonly Option<int?> Workers = new("--workers", "-n")
    {
        Description = "How many workers to start. Default: one for each processor.",
        HelpName = "number",
        CustomParser = given => ParseWhole(given, "number of workers"),
    };

    private static readonly Option<string?> Farm = new("--farm") { Description = "Use the workers of a standing farm instead.", HelpName = "name" };

    private static readonly Option<string[]> Define = new("--define") { Description = "Code to be run on each worker before: imports, functions. A file, or the code itself.", HelpName = "file or code" };

    private static readonly Option<string?> ModulePath = new("--module-path") { Description = "A directory in which workers look first for modules and assemblies.", HelpName = "directory" };

    private static readonly Option<TimeSpan?> TimeLimit = new("--time-limit") { Description = "Seconds an element may take; one that takes longer fails. Default: no limit.", HelpName = "seconds", CustomParser = ParseSeconds };

    private static readonly Option<int?> ChunkSize = new("--chunk-size")
    {
        Description = "How many elements a worker gets at a time. Default: few of long ones, many of short ones.",
        HelpName = "number",
        CustomParser = given => ParseWhole(given, "number of elements"),
    };

    private static readonly Option<long?> Seed = new("--seed") { Description = "Make random numbers repeatable.", HelpName = "number" };

    private static readonly Option<string[]> Tag = new("--tag") { Description = "Run on workers of the farm that have this tag.", HelpName = "tag" };

    private static readonly Option<int> Priority = new("--priority") { Description = "How much sooner than other calls of the farm, -1000 to 1000. Default: 0.", HelpName = "number" };

    private static readonly Option<bool> FailFast = new("--fail-fast") { Description = "End with the first element that fails." };

    public static void AddTo(Command command)
    {
        foreach (Option option in new Option[] { Workers, Farm, Define, ModulePath, TimeLimit, ChunkSize, Seed, Tag, Priority, FailFast, JavaScriptEngineOption.Option })
            command.Options.Add(option);
        command.Validators.Add(result =>
        {
            bool hasFarm = result.GetValue(Farm) is not null;
            if (hasFarm && result.GetValue(Workers) is not null) result.AddError("Either --workers or --farm, not both: a farm has its workers.");
            if (!hasFarm && result.GetValue(Tag) is { Length: > 0 }) result.AddError("--tag is for --farm: workers that are started for the call have no tags.");
        });
    }

    /// <summary>Adds to a request how it is to be run.</summary>
    public static EachRequest Read(ParseResult parsed, EachRequest request) => request with
    {
        Definitions = [.. (parsed.GetValue(Define) ?? []).Select(text => File.Exists(text) ? File.ReadAllText(text) : text)],
        EndsAtFirstFailure = parsed.GetValue(FailFast),
        Options = new EachOptions
        {
            TimeLimit = parsed.GetValue(TimeLimit),
            ChunkSize = parsed.GetValue(ChunkSize),
            RngSeed = parsed.GetValue(Seed),
            Tags = parsed.GetValue(Tag) ?? [],
            Priority = parsed.GetValue(Priority),
        },
    };

    /// <summary>Starts the workers, or attaches to the farm.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="connection">The server.</param>
    /// <param name="elements">How many elements there are; null if nobody knows. Further workers would find nothing to do.</param>
    /// <param name="cancellation">Gives up.</param>
    public static Task<Sleigh> StartAsync(ParseResult parsed, NwsConnectionOptions connection, long? elements, CancellationToken cancellation)
    {
        if (parsed.GetValue(Farm) is { } farm) return Sleigh.AttachAsync(farm, connection, cancellation);
        int workers = (int)Math.Clamp(elements ?? int.MaxValue, 1, parsed.GetValue(Workers) ?? Environment.ProcessorCount);
        return Sleigh.StartAsync(
            new SleighOptions
            {
                Connection = connection,
                WorkerCount = workers,
                ModulePath = parsed.GetValue(ModulePath),
                NwsCommand = Environment.GetEnvironmentVariable(NwsCommand.Variable) is { Length: > 0 } named ? named : NwsProgram.Command is [var own] ? own : null,
            },
            cancellation);
    }

    private static int? ParseWhole(ArgumentResult given, string what)
    {
        string word = given.Tokens[0].Value;
        if (int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0) return number;
        given.AddError($"'{word}' is not a {what}; it must be 1 or more.");
        return null;
    }

    private static TimeSpan? ParseSeconds(ArgumentResult given)
    {
        string word = given.Tokens[0].Value;
        bool isNumber = double.TryParse(word, CultureInfo.InvariantCulture, out double seconds);
        if (isNumber && seconds > 0 && seconds < TimeSpan.MaxValue.TotalSeconds) return TimeSpan.FromSeconds(seconds);
        given.AddError($"'{word}' is not a number of seconds above 0.");
        return null;
    }
}
