using Nws.Farm;

namespace Nws.Runtime.Tests.Farm;

public sealed class ChunkSizerTests
{
    [Fact]
    public void Next_BeforeAnythingIsKnown_IsOne() => Assert.Equal(1, new ChunkSizer(workers: 3, fixedSize: null).Next(left: 1000));

    [Fact]
    public void Next_WithAFixedSize_IsThat()
    {
        var chunks = new ChunkSizer(workers: 3, fixedSize: 7);
        chunks.Observe(elements: 7, seconds: 100);

        Assert.Equal(7, chunks.Next(left: 2));
        Assert.False(chunks.IsAutomatic);
    }

    [Theory]
    [InlineData(1e-4, new[] { 1, 6, 24, 96, 384, 400 })]
    [InlineData(1e-5, new[] { 1, 62, 248, 992, 3968 })]
    [InlineData(1e-6, new[] { 1, 625, 2500, 8192, 8192, 8192 })]
    public void Next_OfTinyElements_IsAtMostFourTimesWhatCameBack_OrWhatIsSafeInAnyCase(double secondsPerElement, int[] expected)
    {
        var chunks = new ChunkSizer(workers: 2, fixedSize: null);
        var sizes = new List<int>();
        foreach (int _ in expected)
        {
            int size = chunks.Next(left: null);
            sizes.Add(size);
            chunks.Observe(size, size * secondsPerElement);
        }

        Assert.Equal(expected, sizes);
    }

    [Theory]
    [InlineData(1.0, 1)]
    [InlineData(0.01, 4)]
    [InlineData(0.001, 40)]
    [InlineData(0.0001, 400)]
    public void Next_OnceTheCostIsKnown_IsWhatTakesFortyMilliseconds(double secondsPerElement, int expected)
    {
        var chunks = new ChunkSizer(workers: 2, fixedSize: null);
        for (int i = 0; i < 12; i++) chunks.Observe(chunks.Next(left: null), chunks.Next(left: null) * secondsPerElement);

        Assert.InRange(chunks.Next(left: null), expected - 1, expected + 1);
    }

    [Fact]
    public void Next_TowardsTheEnd_LeavesEveryWorkerAShare()
    {
        var chunks = new ChunkSizer(workers: 2, fixedSize: null);
        for (int i = 0; i < 12; i++) chunks.Observe(chunks.Next(left: null), 1e-6);

        Assert.Equal(25, chunks.Next(left: 100));
        Assert.Equal(1, chunks.Next(left: 3));
    }

    [Fact]
    public void Next_AfterElementsTurnedOutLong_IsSmallAgain()
    {
        var chunks = new ChunkSizer(workers: 2, fixedSize: null);
        for (int i = 0; i < 12; i++) chunks.Observe(chunks.Next(left: null), 1e-6);

        for (int i = 0; i < 4; i++) chunks.Observe(elements: 1, seconds: 1);

        Assert.Equal(1, chunks.Next(left: null));
    }
}
