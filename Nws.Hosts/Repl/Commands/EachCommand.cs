using System.Text.RegularExpressions;
using Nws.Hosts.Repl.Rendering;
using Nws.Hosts.Repl.Session;

namespace Nws.Hosts.Repl.Commands;

/// <summary><c>#each</c>: farms a function out over elements.</summary>
internal static class EachCommand
{
    private const string Usage = "#each FUNCTION over ELEMENTS";
    private static readonly Regex Over = new(@"^(?<function>[\s\S]+)\sover\s(?<elements>[\s\S]+)$");

    internal static ReplCommand Create() => new("each", Usage, "call a function for every element of a list, in the workers of the session's Sleigh", RunAsync);

    private static async Task RunAsync(ReplSession session, string argument, CancellationToken cancellation)
    {
        Match match = Over.Match(argument);
        if (!match.Success) throw new ArgumentException($"Write {Usage}, for example: #each lambda x: x * x over range(10).");
        Outcome elements = await session.EvaluateAsync(session.Language, match.Groups["elements"].Value, cancellation);
        if (elements is not Outcome.Result { Value: var list })
        {
            session.Show(session.Language, elements);
            return;
        }
        if (list.Kind is not (NwsValueKind.List or NwsValueKind.Tuple or NwsValueKind.Set or NwsValueKind.NumericArray)) throw new ArgumentException($"The elements are no list, but {list.Kind}.");
        Sleigh sleigh = await session.Farm.GetAsync(cancellation);
        var code = new Code(session.Language, match.Groups["function"].Value.Trim(), SleighTaskType.Invoke);
        object?[] items = list.Kind == NwsValueKind.NumericArray ? [.. list.To<NwsNumericArray>().ToArray()] : [.. list.Items];
        IReadOnlyList<NwsValue> values = await sleigh.EachElemAsync(code, items, options: new EachOptions { Progress = new FarmProgress(session.Display) }, cancellationToken: cancellation);
        session.Display.Show(ValueView.Render(NwsValue.From(values), session.Language, session.Display.Width));
    }

    /// <summary>Tells now and then how far a job has got.</summary>
    private sealed class FarmProgress(IReplDisplay display) : IProgress<SleighProgress>
    {
        private static readonly TimeSpan Pace = TimeSpan.FromSeconds(2);
        private TimeSpan _told;

        public void Report(SleighProgress value)
        {
            if (value.Elapsed - _told < Pace) return;
            _told = value.Elapsed;
            display.Say(FormattableString.Invariant($"{value.Done} of {value.Total} done, {value.Rate:0} a second"));
        }
    }
}
