using Nws.Architecture.Tests.Code;
using Nws.Architecture.Tests.Rules;

namespace Nws.Architecture.Tests;

/// <summary>
/// A thread that waits for a task may be the one that task needs. One file may wait: it exists for scripts and prompts. A type that asks
/// whether a task has completed may take the result of one that has.
/// </summary>
public sealed class BlockingTests
{
    private const string Allowed = "Nws.Runtime/Client/Blocking.cs";

    [Fact]
    public void Product_OutsideBlocking_WaitsForNoTask()
    {
        var asks = Product.Uses.Where(Asks).Select(use => use.From).ToHashSet();

        var blocking = Product.Uses.Where(use => Blocks(use) && use.FromFile != Allowed && !asks.Contains(use.From));

        Findings.AssertNone(blocking.Select(use => $"{use.FromFile}: {use.To}.{use.Member}"));
    }

    private static bool Asks(TypeUse use) => IsTask(use) && use.Member == "get_IsCompletedSuccessfully";

    private static bool Blocks(TypeUse use) => IsTask(use) && use.Member is ("get_Result" or "Wait" or "WaitAll" or "WaitAny");

    private static bool IsTask(TypeUse use) => use.To.StartsWith("System.Threading.Tasks.", StringComparison.Ordinal);
}
