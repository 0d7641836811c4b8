using FsCheck;
using FsCheck.Fluent;

namespace Nws.Server.Tests.Engine.Histories;

internal enum StepKind
{
    Store,
    StoreAll,
    Find,
    Fetch,
    Confirm,
    Complete,
    Release,
    Renew,
    Cancel,
    Declare,
    DeleteVariable,
    Open,
    Use,
    MakeTemporary,
    DeleteWorkspace,
    ListWorkspaces,
    ListVariables,
    Wait,
    Disconnect,
}

/// <summary>One thing that happens; <see cref="HistoryRun"/> takes from the random number what the kind leaves open.</summary>
internal readonly record struct Step(StepKind Kind, int Number);

/// <summary>A random course of events.</summary>
internal sealed record History(Step[] Steps)
{
    private static readonly (int Weight, StepKind Kind)[] Weights =
    [
        (20, StepKind.Store), (6, StepKind.StoreAll), (3, StepKind.Renew), (12, StepKind.Find), (22, StepKind.Fetch), (5, StepKind.Confirm), (5, StepKind.Complete),
        (5, StepKind.Release), (3, StepKind.Cancel), (5, StepKind.Declare), (2, StepKind.DeleteVariable), (4, StepKind.Open),
        (3, StepKind.Use), (2, StepKind.MakeTemporary), (1, StepKind.DeleteWorkspace), (1, StepKind.ListWorkspaces),
        (1, StepKind.ListVariables), (4, StepKind.Wait), (3, StepKind.Disconnect),
    ];

    public static Arbitrary<History> Any { get; } = Arb.From(Generator(), Shorter);

    public override string ToString() => $"{Steps.Length} steps: {string.Join(", ", Steps.Select(step => $"{step.Kind} {step.Number}"))}";

    private static Gen<History> Generator()
    {
        var kinds = Gen.Frequency(Weights.Select(pair => (pair.Weight, Gen.Constant(pair.Kind))));
        var steps = Gen.Zip(kinds, Gen.Choose(0, int.MaxValue - 1), (kind, number) => new Step(kind, number));
        return steps.ArrayOf().Select(all => new History(all));
    }

    /// <summary>The history without its first or last half, quarter, ..., or without any one step.</summary>
    private static IEnumerable<History> Shorter(History history)
    {
        var steps = history.Steps;
        for (var size = steps.Length / 2; size > 0; size /= 2)
        {
            for (var start = 0; start + size <= steps.Length; start += size)
            {
                yield return new History([.. steps[..start], .. steps[(start + size)..]]);
            }
        }
    }
}
