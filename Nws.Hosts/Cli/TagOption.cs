using System.CommandLine;
using Nws.Hosts.Worker;

namespace Nws.Hosts.Cli;

/// <summary>The option <c>--tag</c>: what workers are told apart by.</summary>
internal static class TagOption
{
    public static readonly Option<string[]> Option = new("--tag")
    {
        Description = "What the worker has that tasks may demand, such as gpu; may be given up to 6 times.",
        HelpName = "word",
        AllowMultipleArgumentsPerToken = false,
    };

    /// <exception cref="ArgumentException">A word cannot be a tag, or there are too many.</exception>
    public static IReadOnlyList<string> Read(ParseResult parsed)
    {
        try
        {
            return TaskVariables.CheckTags(parsed.GetValue(Option) ?? []);
        }
        catch (SleighIllegalValueException fault)
        {
            throw new ArgumentException(fault.Message, fault);
        }
    }
}
