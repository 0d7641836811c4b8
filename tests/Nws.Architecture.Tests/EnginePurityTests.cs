using System.Text.RegularExpressions;
using Nws.Architecture.Tests.Code;
using Nws.Architecture.Tests.Rules;

namespace Nws.Architecture.Tests;

/// <summary>
/// The engine is commands in, effects out: what waits, locks, measures time or reads the world is outside. So every history can be
/// replayed.
/// </summary>
public sealed class EnginePurityTests
{
    private const string Impure =
        @"^(System\.Threading\.|System\.IO\.|System\.Net\.|System\.Collections\.Concurrent\.|Microsoft\." +
        @"|System\.(Console|Environment|DateTime|DateTimeOffset|TimeProvider|Diagnostics\.Stopwatch)$" +
        @"|Nws\.Values\.MessagePack(Reader|Writer)$|Nws\.Values\.Value(De|En)coder$)";

    [Fact]
    public void Engine_UsesNoTaskIoClockLoggerOrCodec()
    {
        var impure = Product.Uses
            .Where(use => Product.FolderOf(use.FromFile) == "Nws.Server/Engine" && Regex.IsMatch(use.To, Impure))
            .Select(use => $"{use.From} uses {use.To}.{use.Member}");

        Findings.AssertNone(impure);
    }

    [Theory]
    [InlineData("System.Threading.Tasks.Task")]
    [InlineData("System.TimeProvider")]
    [InlineData("Nws.Values.MessagePackReader")]
    public void Impurity_OfTheServerAroundTheEngine_IsRecognised(string type)
    {
        Assert.Matches(Impure, type);
        Assert.Contains(Product.Uses, use => use.FromFile.StartsWith("Nws.Server/", StringComparison.Ordinal) && use.To == type);
    }
}
