using System.Diagnostics;
using System.Runtime.Versioning;
using Nws.TestKit;

namespace Nws.Hosts.Tests.Cli;

/// <summary>The script <c>./nws</c>, in a checkout of its own with a <c>dotnet</c> that only pretends to build.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class LauncherTests : IDisposable
{
    private const string PretendedDotnet = """
        #!/bin/sh
        echo built >>"$BUILDS"
        if [ -e "$BROKEN" ]; then echo "error CS1002: ; expected"; exit 1; fi
        while [ "$1" != -o ]; do shift; done
        printf '#!/bin/sh\necho "ran in $PWD with $*"; exit 7\n' >"$2/nws"
        chmod +x "$2/nws"
        """;

    private readonly string _root = Directory.CreateTempSubdirectory("nws-launcher-").FullName;

    public LauncherTests()
    {
        string[] folders = ["Nws.Runtime/bin", "Nws.Server", "Nws.Hosts", "tools", "elsewhere"];
        string[] settings = ["Directory.Build.props", "Directory.Packages.props", "global.json"];
        string[] files = ["Nws.Runtime/Code.cs", "Nws.Runtime/bin/Old.dll", .. settings];
        foreach (string folder in folders) Directory.CreateDirectory(PathOf(folder));
        foreach (string file in files) File.WriteAllText(PathOf(file), "");
        File.Copy(Path.Combine(Repository.Root, "nws"), PathOf("nws"));
        File.WriteAllText(PathOf("tools/dotnet"), PretendedDotnet);
        File.SetUnixFileMode(PathOf("tools/dotnet"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    private int Builds => File.Exists(PathOf("builds")) ? File.ReadAllLines(PathOf("builds")).Length : 0;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task Nws_CalledTwice_BuildsOnceAndPassesArgumentsAndExitCode()
    {
        var first = await RunAsync("nws", "a", "b c");
        var second = await RunAsync("nws", "d");

        Assert.Equal((7, $"ran in {PathOf("elsewhere")} with a b c\n", "nws: building (once; a minute or two)...\n"), first.All);
        Assert.Equal((7, $"ran in {PathOf("elsewhere")} with d\n", ""), second.All);
        Assert.Equal(1, Builds);
    }

    [Theory]
    [InlineData("Nws.Runtime/Code.cs", 2)]
    [InlineData("Nws.Hosts/New.cs", 2)]
    [InlineData("global.json", 2)]
    [InlineData("Nws.Runtime/bin/Old.dll", 1)]
    [InlineData("Nws.Hosts/NOTES.md", 1)]
    public async Task Nws_AfterAChange_BuildsAgainIfItIsOfTheSources(string changed, int builds)
    {
        await RunAsync("nws");
        File.WriteAllText(PathOf(changed), "changed");
        File.SetLastWriteTimeUtc(PathOf(changed), DateTime.UtcNow.AddSeconds(10));

        await RunAsync("nws");

        Assert.Equal(builds, Builds);
    }

    [Fact]
    public async Task Nws_CalledThroughLinks_FindsItsCheckout()
    {
        File.CreateSymbolicLink(PathOf("tools/linked"), "../nws");
        File.CreateSymbolicLink(PathOf("elsewhere/again"), PathOf("tools/linked"));

        var result = await RunAsync("elsewhere/again");

        Assert.Equal(7, result.ExitCode);
        Assert.True(File.Exists(PathOf("artifacts/nws/nws")));
    }

    [Fact]
    public async Task Nws_CalledBySeveralAtOnce_BuildsOnce()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => RunAsync("nws")));

        Assert.All(results, result => Assert.Equal(7, result.ExitCode));
        Assert.Equal(1, Builds);
    }

    [Fact]
    public async Task Nws_BuildThatFails_ShowsWhyAndKeepsTheOldProgramForLater()
    {
        await RunAsync("nws");
        File.WriteAllText(PathOf("broken"), "");
        File.SetLastWriteTimeUtc(PathOf("Nws.Runtime/Code.cs"), DateTime.UtcNow.AddSeconds(10));

        var result = await RunAsync("nws");

        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Contains("error CS1002", result.Errors, StringComparison.Ordinal);
        Assert.True(File.Exists(PathOf("artifacts/nws/nws")));
    }

    private async Task<ProcessResult> RunAsync(string launcher, params string[] arguments)
    {
        var start = new ProcessStartInfo(PathOf(launcher), arguments) { WorkingDirectory = PathOf("elsewhere") };
        start.Environment["PATH"] = PathOf("tools") + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH");
        start.Environment["BUILDS"] = PathOf("builds");
        start.Environment["BROKEN"] = PathOf("broken");
        await using var process = TestProcess.Start(start);
        return await process.EndAsync();
    }

    private string PathOf(string relative) => Path.Combine(_root, relative);

}
