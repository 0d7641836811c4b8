using Nws.Farm;

namespace Nws.Runtime.Tests.Farm;

/// <summary>Which requests of a Sleigh are no sign that something is wrong.</summary>
public sealed class SleighWaitsTests
{
    [Theory]
    [InlineData("Sleigh ride over")]
    [InlineData("task@3", "task#gpu", "task")]
    [InlineData("leave@12")]
    [InlineData("will@0")]
    [InlineData("jobs", "over")]
    [InlineData("joined")]
    public void OfASleigh_WaitsForTasksAndNewcomers_AreAtRest(params string[] variables) => Assert.True(Waits.IsAtRest("hill", variables));

    [Theory]
    [InlineData("result@7")]
    [InlineData("task@3", "answer")]
    [InlineData("task@")]
    [InlineData("task@x")]
    [InlineData("@3")]
    [InlineData("")]
    public void OfASleigh_WaitsForAnythingElse_AreNot(params string[] variables) => Assert.False(Waits.IsAtRest("hill", variables));

    [Fact]
    public void OfAWorkspaceWithoutWorkers_NoneIs() => Assert.False(Waits.IsAtRest("shop", ["task"]));

    private static SleighWaits Waits => new([("hill", ["Sleigh ride over"]), ("shop", ["task"]), ("shop", ["Sleigh ride over", "more"])]);
}
