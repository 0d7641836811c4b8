namespace Nws;

/// <summary>Something that tasks of a call have printed, as it comes to <see cref="EachOptions.Output"/>.</summary>
/// <param name="Rank">The worker it was printed on.</param>
/// <param name="Job">The number of the call among those of the Sleigh.</param>
/// <param name="Tag">The number of the element whose task printed it, from 0; null outside of elements.</param>
/// <param name="Attempt">How many times the task had been started, this time included: what a lost worker printed may come twice.</param>
/// <param name="Stream"><c>stdout</c> or <c>stderr</c>.</param>
/// <param name="Text">The text: one or more lines, or a part of a line.</param>
public sealed record SleighOutput(int Rank, long Job, int? Tag, int Attempt, string Stream, string Text)
{
    /// <summary>For <see cref="EachOptions.Output"/>: passes on what tasks print, line by line, to this program's own output and error, <c>[rank]</c> before each line.</summary>
    public static void ToConsole(SleighOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var writer = output.Stream == "stderr" ? Console.Error : Console.Out;
        foreach (string line in output.Text.TrimEnd('\n').Split('\n')) writer.WriteLine($"[{output.Rank}] {line}");
    }

    internal static SleighOutput Read(int rank, NwsValue record) => new(
        rank,
        record["job"].To<long>(),
        record["tag"].To<int?>(),
        record["attempt"].To<int>(),
        record["stream"].To<string>(),
        record["text"].To<string>());
}
