using System.Diagnostics;
using Nws.Hosts.Tests.Cli;
using Nws.TestKit;

namespace Nws.Hosts.Tests.Packages;

/// <summary>The NuGet packages, made of what has been built for the tests, used as others would: from a folder, with an empty cache.</summary>
public sealed class PackageTests : IDisposable
{
    private static readonly string Configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    private readonly TemporaryFolder _folder = new();

    private string Feed => Path.Combine(_folder.Path, "feed");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Tool_InstalledFromItsPackage_RunsServersWorkersAndEveryLanguageOfItsOwn()
    {
        await PackAsync("Nws.Hosts");
        string tools = Path.Combine(_folder.Path, "tools");
        await DotnetAsync("tool", "install", "Nws", "--tool-path", tools, "--configfile", WriteSources());
        using var nws = new NwsCommandLine { Program = Path.Combine(tools, "nws") };

        var version = await nws.RunAsync("--version");
        var sum = await nws.RunAsync("eval", "-l", "cs", "1 + 1");
        var squares = await nws.RunAsync("each", "-l", "py", "x ** 2", "--over", "1..3", "-n", "1");
        var embedded = await nws.RunAsync("eval", "-l", "js", "--js-engine", "jint", "6 * 7");

        Assert.Equal((0, "nws 0.1.0\n", ""), version.All);
        Assert.Equal((0, "2\n", ""), sum.All);
        Assert.Equal((0, "1\n4\n9\n"), (squares.ExitCode, squares.Output));
        Assert.Equal((0, "42\n", ""), embedded.All);
        await nws.AllGoneAsync();
    }

    [Fact]
    public async Task Libraries_OfTheirPackages_AreAServerAndItsClientInAProgram()
    {
        await PackAsync("Nws.Runtime");
        await PackAsync("Nws.Server");
        string program = Directory.CreateDirectory(Path.Combine(_folder.Path, "program")).FullName;
        await File.WriteAllTextAsync(Path.Combine(program, "Program.cs"), """
            using Nws;
            using Nws.Server;

            await using var host = await NwsServerHost.StartAsync(new NwsServerOptions { Port = 0, WebPort = null });
            await using var client = await NwsServer.ConnectAsync(new NwsConnectionOptions { Endpoint = host.Endpoint });
            var workspace = await client.OpenWsAsync("readings");
            await workspace.StoreAsync("celsius", 12.5);
            Console.WriteLine(await workspace.FetchAsync<double>("celsius"));
            """, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(program, "program.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <RestorePackagesPath>{Path.Combine(_folder.Path, "cache")}</RestorePackagesPath>
                <RestoreAdditionalProjectSources>{Feed}</RestoreAdditionalProjectSources>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Nws.Server" Version="0.1.0" />
              </ItemGroup>
            </Project>
            """, TestContext.Current.CancellationToken);

        Assert.Equal("12.5\n", await DotnetAsync("run", "--project", program));
    }

    private Task PackAsync(string project) =>
        DotnetAsync("pack", Path.Combine(Repository.Root, project), "--no-build", "-c", Configuration, "-o", Feed, "--nologo", "-v", "quiet");

    private string WriteSources()
    {
        string file = Path.Combine(_folder.Path, "nuget.config");
        File.WriteAllText(file, $"""<configuration><packageSources><clear /><add key="here" value="{Feed}" /></packageSources></configuration>""");
        return file;
    }

    private async Task<string> DotnetAsync(params string[] words)
    {
        var start = new ProcessStartInfo("dotnet", words) { WorkingDirectory = _folder.Path };
        // A server of the compiler that stayed behind would be found by the tests that look for such.
        (start.Environment["MSBUILDDISABLENODEREUSE"], start.Environment["UseSharedCompilation"]) = ("1", "false");
        await using var process = TestProcess.Start(start);
        var result = await process.EndAsync();
        Assert.True(result.ExitCode == 0, $"dotnet {string.Join(' ', words)}: {result.Output}{result.Errors}");
        return result.Output;
    }
}
