using Nws.Hosts.Languages;
using Nws.TestKit;

namespace Nws.Hosts.Tests.Languages;

public sealed class OwnProgramTests
{
    [Fact]
    public void Command_ExecutableBesideTheAssembly_IsThat()
    {
        using var folder = new TemporaryFolder();
        string executable = Path.Combine(folder.Path, "nws");
        File.WriteAllText(executable, "");

        Assert.Equal([executable], OwnProgram.CommandIn(folder.Path, "/usr/bin/dotnet"));
    }

    [Theory]
    [InlineData("/opt/tools/nws", "/opt/tools/nws")]
    [InlineData("/usr/bin/dotnet", "/usr/bin/dotnet", "/nowhere/nws.dll")]
    public void Command_NoExecutableThere_IsWhatThisProcessWasStartedBy(string process, params string[] expected) =>
        Assert.Equal(expected, OwnProgram.CommandIn("/nowhere", process));
}
