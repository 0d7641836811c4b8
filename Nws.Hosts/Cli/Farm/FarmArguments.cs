using System.CommandLine;
using System.Globalization;
using Nws.Farm;

namespace Nws.Hosts.Cli;

/// <summary>The arguments that say what a standing farm is to be like, of <c>nws farm start</c> and <c>nws farm run</c>.</summary>
internal static class FarmArguments
{
    public static readonly Argument<string> Name = new("name") { Description = "The farm's name." };

    private static readonly Option<int> Workers = new("--workers", "-n")
    {
        Description = "Workers to start on this machine, and to replace when they end. Others may join from anywhere.",
        HelpName = "number",
        DefaultValueFactory = _ => Environment.ProcessorCount,
    };

    private static readonly Option<double> Lease = new("--lease")
    {
        Description = "Seconds without a sign of life after which others do a worker's tasks.",
        HelpName = "seconds",
        DefaultValueFactory = _ => 10,
    };

    public static void AddTo(Command command)
    {
        command.Arguments.Add(Name);
        command.Options.Add(Workers);
        command.Options.Add(TagOption.Option);
        command.Options.Add(Lease);
        ClientArguments.AddTo(command);
    }

    /// <exception cref="ArgumentException">A value makes no sense.</exception>
    public static FarmOptions Read(ParseResult parsed) => new FarmOptions
    {
        Name = parsed.GetRequiredValue(Name),
        Connection = ClientArguments.Read(parsed),
        Workers = parsed.GetValue(Workers),
        Tags = TagOption.Read(parsed),
        Lease = TimeSpan.FromSeconds(parsed.GetValue(Lease)),
    }.Checked();

    /// <summary>The same as words of a command line, without the token.</summary>
    public static string[] Words(FarmOptions options) =>
    [
        options.Name, "--server", options.Connection.Endpoint.ToString(), "--workers", $"{options.Workers}",
        "--lease", options.Lease.TotalSeconds.ToString(CultureInfo.InvariantCulture), .. options.Tags.SelectMany(tag => new[] { "--tag", tag }),
    ];

    /// <summary>The log of a keeper in the background.</summary>
    public static string LogFile(FarmOptions options) => Path.Combine(ServerState.Folder, $"farm-{options.Name}-{options.Connection.Endpoint.Port}.log");
}
