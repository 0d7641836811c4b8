using System.Xml.Linq;
using Nws.Architecture.Tests.Files;

namespace Nws.Architecture.Tests;

public sealed class ProjectArrowTests
{
    [Theory]
    [InlineData("Nws.Runtime", "")]
    [InlineData("Nws.Server", "Nws.Runtime")]
    [InlineData("Nws.Hosts", "Nws.Runtime, Nws.Server")]
    public void References_OfProject_FollowTheArrows(string project, string expected)
    {
        var references = XDocument.Parse(RepositoryFiles.Text($"{project}/{project}.csproj"))
            .Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value))
            .Order(StringComparer.Ordinal);

        Assert.Equal(expected, string.Join(", ", references));
    }
}
