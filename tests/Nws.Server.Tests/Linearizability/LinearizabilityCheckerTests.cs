using Nws.TestKit.Linearizability;
using static Nws.TestKit.Linearizability.CellOperationKind;
using static Nws.TestKit.Linearizability.CellOutcome;

namespace Nws.Server.Tests.Linearizability;

/// <summary>The judge itself: it must see what is wrong, and see nothing where nothing is.</summary>
public sealed class LinearizabilityCheckerTests
{
    private const long Never = long.MaxValue;

    [Fact]
    public void StaleRead_IsRejected() =>
        Rejects(Write1(1, 2), new(Write, 0, 2, Done, 3, 4), Read(1, 5, 6));

    [Fact]
    public void ReadOfWhatWasNeverWritten_IsRejected() => Rejects(Write1(1, 2), Read(7, 3, 4));

    [Fact]
    public void ReadBeforeTheWrite_IsRejected() => Rejects(Read(1, 1, 2), Write1(3, 4));

    [Fact]
    public void TwoReadsThatSeeTwoWritesInTwoOrders_AreRejected() => Rejects(
        Write1(1, 20), new(Write, 0, 2, Done, 2, 21), Read(1, 3, 4), Read(2, 5, 6), Read(1, 7, 8));

    [Fact]
    public void LostUpdate_IsRejected() => Rejects(Write1(1, 2), Set(1, 2, Done, 3, 4), Read(1, 5, 6));

    [Fact]
    public void TwoSuccessesOnTheSameValue_AreRejected() => Rejects(Write1(1, 2), Set(1, 2, Done, 3, 6), Set(1, 3, Done, 4, 5));

    [Fact]
    public void SuccessOnAValueThatWasNotThere_IsRejected() => Rejects(Set(5, 1, Done, 1, 2));

    [Fact]
    public void RefusalAlthoughTheValueWasThere_IsRejected() => Rejects(Write1(1, 2), Set(1, 2, Refused, 3, 4));

    [Fact]
    public void AcknowledgedWriteThatIsGoneAfterAKill_IsRejected() => Rejects(Write1(1, 2), new(Write, 0, 2, Unknown, 3, Never), Read(0, 5, 6));

    [Fact]
    public void UnansweredWriteThatComesAndGoesAgain_IsRejected() => Rejects(
        Write1(1, 2), new(Write, 0, 2, Unknown, 3, Never), Read(2, 5, 6), Read(1, 7, 8));

    [Fact]
    public void UnansweredWriteBeforeItWasSent_IsRejected() => Rejects(Read(2, 1, 2), new(Write, 0, 2, Unknown, 3, Never));

    [Fact]
    public void OperationsAtTheSameTime_MayHaveTakenPlaceInAnyOrder()
    {
        Accepts(Write1(1, 10), new(Write, 0, 2, Done, 2, 9), Read(2, 3, 4), Read(1, 5, 6));
        Accepts(Write1(1, 10), Read(0, 2, 3), Read(1, 4, 5));
        Accepts(Write1(1, 2), Set(1, 2, Done, 3, 8), Set(1, 3, Refused, 4, 7), Read(2, 5, 6));
        Accepts(Set(0, 1, Done, 1, 4), Set(0, 2, Refused, 2, 3));
    }

    [Fact]
    public void UnansweredOperations_MayHaveBeenDoneLaterOrNever()
    {
        Accepts(Write1(1, 2), new(Write, 0, 2, Unknown, 3, Never), Read(1, 5, 6), Read(2, 7, 8));
        Accepts(Write1(1, 2), new(Write, 0, 2, Unknown, 3, Never), Read(1, 5, 6), Read(1, 7, 8));
        Accepts(Write1(1, 2), Set(1, 2, Unknown, 3, Never), Set(1, 3, Refused, 4, 5));
        Accepts(Write1(1, 2), Set(1, 2, Unknown, 3, Never), Set(1, 3, Done, 4, 5), Read(3, 6, 7));
        Accepts(new CellOperation(CellOperationKind.Read, 0, 0, Unknown, 1, Never));
    }

    [Fact]
    public void LongHistoryOfManyAtATime_IsDecidedSoon()
    {
        var history = new List<CellOperation>();
        int time = 0;
        for (int round = 0; round < 200; round++)
        {
            // Six write at a time; a read behind them sees one of them.
            for (int writer = 0; writer < 6; writer++) history.Add(new(Write, 0, 1 + round * 6 + writer, Done, ++time, time + 100 - 2 * writer));
            time += 200;
            history.Add(Read(1 + round * 6 + round % 6, ++time, ++time));
        }
        Assert.True(LinearizabilityChecker.IsLinearizable(history));
        history.Add(Read(3, ++time, ++time));
        Assert.False(LinearizabilityChecker.IsLinearizable(history));
    }

    private static CellOperation Write1(long call, long @return) => new(Write, 0, 1, Done, call, @return);

    private static CellOperation Read(int value, long call, long @return) => new(CellOperationKind.Read, 0, value, Done, call, @return);

    private static CellOperation Set(int expected, int value, CellOutcome outcome, long call, long @return) => new(CompareAndSet, expected, value, outcome, call, @return);

    private static void Accepts(params CellOperation[] history) => Assert.True(LinearizabilityChecker.IsLinearizable(history), string.Join("\n", history));

    private static void Rejects(params CellOperation[] history) => Assert.False(LinearizabilityChecker.IsLinearizable(history), string.Join("\n", history));
}
