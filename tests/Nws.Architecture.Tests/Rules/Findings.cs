namespace Nws.Architecture.Tests.Rules;

/// <summary>What a rule of the house has found against the rule.</summary>
internal static class Findings
{
    /// <summary>Fails with every finding in full, one per line.</summary>
    public static void AssertNone(IEnumerable<string> findings)
    {
        string[] all = [.. findings.Distinct().Order(StringComparer.Ordinal)];
        Assert.True(all.Length == 0, string.Join(Environment.NewLine, all));
    }
}
