namespace Nws.Hosts.Tests.Cli;

/// <summary>What is particular to C# scripts.</summary>
public sealed class RunCSharpTests : IDisposable
{
    private readonly NwsCommandLine _nws = new();

    public void Dispose() => _nws.Dispose();

    [Fact]
    public async Task Run_ScriptThatDoesNotCompile_ListsEveryErrorWithItsPlace()
    {
        _nws.Write("wrong.csx", "int a = 1;\nundefined();\nint b = \"two\";\n");

        var result = await _nws.RunAsync("run", "wrong.csx");

        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Contains("wrong.csx(2,1): error CS0103", result.Errors, StringComparison.Ordinal);
        Assert.Contains("wrong.csx(3,9): error CS0029", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ScriptWithLoadAndReference_FindsBothBesideIt()
    {
        Directory.CreateDirectory(Path.Combine(_nws.Folder, "scripts"));
        File.Copy(Path.Combine(AppContext.BaseDirectory, "FsCheck.dll"), Path.Combine(_nws.Folder, "scripts", "library.dll"));
        _nws.Write("scripts/twice.csx", "int Twice(int x) => 2 * x;");
        _nws.Write("scripts/main.csx", """
            #load "twice.csx"
            #r "library.dll"
            Console.WriteLine($"{Twice(21)} {typeof(FsCheck.Config).Name}");
            """);

        var result = await _nws.RunAsync("run", "scripts/main.csx");

        Assert.Equal((0, "42 Config\n"), (result.ExitCode, result.Output));
    }

    [Fact]
    public async Task Run_ErrorBehindAwaitInLoadedFile_NamesBothFilesAndItsCause()
    {
        _nws.Write("deep.csx", """
            async Task DeepAsync()
            {
                await Task.Yield();
                throw new ArgumentException("outer", new FormatException("inner"));
            }
            """);
        _nws.Write("main.csx", "#load \"deep.csx\"\n\nawait DeepAsync();\n");

        var result = await _nws.RunAsync("run", "main.csx");

        Assert.Equal(1, result.ExitCode);
        const string Trace = @"ArgumentException: outer\n.*deep\.csx:line 4\n.*main\.csx:line 3\ncaused by FormatException: inner\n$";
        Assert.Matches(Trace, result.Errors);
        Assert.DoesNotContain("Nws.Hosts", result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("return 300 - 295;", 5)]
    [InlineData("return \"text\";", 0)]
    [InlineData("Environment.Exit(9);", 9)]
    [InlineData("Console.Error.Write(\"\");", 0)]
    public async Task Run_ValueThatTheScriptReturns_IsTheExitCodeIfItIsAnInteger(string script, int exitCode)
    {
        _nws.Write("exit.csx", script);

        Assert.Equal(exitCode, (await _nws.RunAsync("run", "exit.csx")).ExitCode);
    }
}
