using Nws.Hosts.Languages;

namespace Nws.Hosts.Tests.Languages;

public sealed class LanguageRegistryTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("nws-registry-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [InlineData(NwsLanguage.Python, "python3", "NWS_PYTHON")]
    [InlineData(NwsLanguage.JavaScript, "Node.js", "NWS_NODE")]
    [InlineData(NwsLanguage.R, "R 4.1", "NWS_RSCRIPT")]
    public async Task Evaluate_InterpreterMissing_SaysHowToGetIt(NwsLanguage language, string program, string variable)
    {
        await using var host = new KernelHost(language, Registry(("NWS_JS_ENGINE", "node")), new KernelSettings());
        var error = await Assert.ThrowsAsync<LanguageUnavailableException>(
            () => host.EvaluateAsync("1 + 1", [], TestContext.Current.CancellationToken));
        Assert.Equal(language, error.Language);
        Assert.Contains($"Install {program}", error.Message, StringComparison.Ordinal);
        Assert.Contains(variable, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(NwsLanguage.Python, "NWS_PYTHON")]
    [InlineData(NwsLanguage.JavaScript, "NWS_NODE")]
    [InlineData(NwsLanguage.R, "NWS_RSCRIPT")]
    public void Find_VariableNamesNoProgram_IsRefusedAndNamesBoth(NwsLanguage language, string variable)
    {
        var error = Assert.Throws<LanguageUnavailableException>(() => Registry((variable, "/nowhere/at/all")).Find(language));
        Assert.Contains(variable, error.Message, StringComparison.Ordinal);
        Assert.Contains("/nowhere/at/all", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evaluate_ProgramCannotBeExecuted_IsUnavailable()
    {
        string broken = Program("python3", "not a program at all");
        await using var host = new KernelHost(NwsLanguage.Python, Registry(("NWS_PYTHON", broken)), new KernelSettings());
        var error = await Assert.ThrowsAsync<LanguageUnavailableException>(
            () => host.EvaluateAsync("1 + 1", [], TestContext.Current.CancellationToken));
        Assert.Contains(broken, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evaluate_ProgramIsNoKernel_FailsWithItsLastWords()
    {
        string grumpy = Program("python3", "#!/bin/sh\necho leave me alone >&2\nexit 7\n");
        await using var host = new KernelHost(NwsLanguage.Python, Registry(("NWS_PYTHON", grumpy)), new KernelSettings());
        var error = await Assert.ThrowsAsync<KernelLostException>(
            () => host.EvaluateAsync("1 + 1", [], TestContext.Current.CancellationToken));
        Assert.Contains("exit code 7", error.Message, StringComparison.Ordinal);
        Assert.Contains("leave me alone", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_Python_PrefersVariableThenVirtualEnvironmentThenPath()
    {
        string named = Program("named", "");
        string active = Program(Path.Combine("venv", "bin", "python"), "");
        string onPath = Program(Path.Combine("bin", "python3"), "");
        (string, string) venv = ("VIRTUAL_ENV", Path.Combine(_directory.FullName, "venv"));
        (string, string) path = ("PATH", Path.Combine(_directory.FullName, "bin"));
        Assert.Equal(named, Registry(("NWS_PYTHON", named), venv, path).Find(NwsLanguage.Python).FileName);
        Assert.Equal(active, Registry(venv, path).Find(NwsLanguage.Python).FileName);
        Assert.Equal(onPath, Registry(path).Find(NwsLanguage.Python).FileName);
    }

    [Fact]
    public void Find_Python_OurPackageComesBeforeOthers()
    {
        string onPath = Program("python3", "");
        KernelCommand command = Registry(("PATH", _directory.FullName), ("PYTHONPATH", "/some/where")).Find(NwsLanguage.Python);
        Assert.Equal(onPath, command.FileName);
        string ours = Path.Combine(AppContext.BaseDirectory, "python");
        Assert.Equal($"{ours}{Path.PathSeparator}/some/where", command.Environment["PYTHONPATH"]);
    }

    [Fact]
    public void Find_JavaScript_IsNodeWhereItIsInstalledElseEmbedded()
    {
        string[] embedded = ["kernel", "javascript"];
        string node = Program("node", "");
        Assert.Equal(embedded, Registry().Find(NwsLanguage.JavaScript).Arguments);
        Assert.Equal(node, Registry(("PATH", _directory.FullName)).Find(NwsLanguage.JavaScript).FileName);
        Assert.Equal(node, Registry(("NWS_NODE", node)).Find(NwsLanguage.JavaScript).FileName);
        Assert.Equal(embedded, Registry(("PATH", _directory.FullName), ("NWS_JS_ENGINE", "jint")).Find(NwsLanguage.JavaScript).Arguments);
    }

    [Fact]
    public void Find_JavaScriptEngineUnknown_IsRefusedAndNamesTheOnesThereAre()
    {
        var error = Assert.Throws<ArgumentException>(() => Registry(("NWS_JS_ENGINE", "v9")).Find(NwsLanguage.JavaScript));
        Assert.Contains("NWS_JS_ENGINE is 'v9'", error.Message, StringComparison.Ordinal);
        Assert.Contains("'node' and 'jint'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_CSharp_IsTheExecutableBesideUs() =>
        Assert.Equal(
            Path.Combine(AppContext.BaseDirectory, "nws"), Path.ChangeExtension(Registry().Find(NwsLanguage.CSharp).FileName, null));

    private static LanguageRegistry Registry(params (string Name, string Value)[] variables)
    {
        Dictionary<string, string> environment = variables.ToDictionary(variable => variable.Name, variable => variable.Value);
        return new LanguageRegistry(environment.GetValueOrDefault, AppContext.BaseDirectory);
    }

    private string Program(string name, string text)
    {
        string path = Path.Combine(_directory.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }
}
