using System.Text.RegularExpressions;
using Nws.Architecture.Tests.Code;
using Nws.Architecture.Tests.Files;
using Nws.Architecture.Tests.Rules;

namespace Nws.Architecture.Tests;

/// <summary>An interface is there to have more than one implementation; a fake in the tests counts.</summary>
public sealed class InterfaceTests
{
    [Fact]
    public void Interfaces_OfTheProduct_HaveTwoImplementations()
    {
        string[] sources = [.. RepositoryFiles.CSharp.Select(RepositoryFiles.Text)];

        Assert.NotEmpty(Product.Interfaces);
        Findings.AssertNone(Product.Interfaces.Where(name => sources.Sum(source => Implementations(source, name)) < 2));
    }

    // A type's head: its name, whatever parameters it takes, a colon, and the interface somewhere in the list before the body.
    private static int Implementations(string source, string name) =>
        Regex.Count(source, $@"\b(class|record|struct)\s+\w+[^{{;]*?[:,]\s*{Regex.Escape(name.Split('`')[0])}\b");
}
