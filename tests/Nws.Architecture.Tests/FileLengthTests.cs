using Nws.Architecture.Tests.Files;
using Nws.Architecture.Tests.Rules;

namespace Nws.Architecture.Tests;

/// <summary>A file that nobody can keep in mind is two concepts.</summary>
public sealed class FileLengthTests
{
    private const int Limit = 400;

    [Fact]
    public void Code_OfProductTestsAndBenchmarks_StaysBelowTheLimit()
    {
        var tooLong = from file in RepositoryFiles.Code
                      let length = RepositoryFiles.Lines(file).Length
                      where length > Limit
                      select $"{file}: {length} lines";

        Findings.AssertNone(tooLong);
    }
}
