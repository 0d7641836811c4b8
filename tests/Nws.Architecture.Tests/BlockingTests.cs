using Nws.Architecture.Tests.Code;
using Nws.Architecture.Tests.Rules;

namespace Nws.Architecture.Tests;

/// <summary>A thread that waits for a task may be the one that task needs. One file may: it exists for scripts and prompts.</summary>
public sealed class BlockingTests
{
    private const string Allowed = "Nws.Runtime/BlockingOperations.cs";

    [Fact]
    public void Product_OutsideBlockingOperations_WaitsForNoTask()
    {
        var blocking = Product.Uses.Where(Blocks).Where(use => use.FromFile != Allowed).Select(use => $"{use.FromFile}: {use.To}.{use.Member}");

        Findings.AssertNone(blocking);
    }

    private static bool Blocks(TypeUse use) =>
        use.To.StartsWith("System.Threading.Tasks.", StringComparison.Ordinal) && use.Member is "get_Result" or "Wait" or "WaitAll" or "WaitAny";
}
