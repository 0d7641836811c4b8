using Nws.Client;

namespace Nws.Runtime.Tests.Client;

public class VariableModesTests
{
    private static readonly (int Number, string Name)[] Frozen = [(0, "unknown"), (1, "fifo"), (2, "lifo"), (3, "multi"), (4, "single")];

    [Fact]
    public void Name_EveryMode_IsFrozenWithItsNumber()
    {
        Assert.Equal(Frozen, Enum.GetValues<VariableMode>().Select(mode => ((int)mode, VariableModes.Name(mode))));
    }

    [Fact]
    public void TryParse_EveryName_GivesTheModeBack()
    {
        foreach (var (number, name) in Frozen)
        {
            Assert.True(VariableModes.TryParse(name, out var mode));
            Assert.Equal(number, (int)mode);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("FIFO")]
    [InlineData("__barrier")]
    public void TryParse_UnknownName_IsFalse(string? name)
    {
        Assert.False(VariableModes.TryParse(name, out _));
    }
}
