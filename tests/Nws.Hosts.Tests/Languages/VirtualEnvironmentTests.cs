using System.Diagnostics;
using Nws.Hosts.Languages;

namespace Nws.Hosts.Tests.Languages;

/// <summary>Python of a virtual environment, with what is installed there.</summary>
public sealed class VirtualEnvironmentTests : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("nws-venv-");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [InlineData("NWS_PYTHON", "bin/python")]
    [InlineData("VIRTUAL_ENV", ".")]
    public async Task Evaluate_VariableNamesAVirtualEnvironment_ItsModulesAreThere(string variable, string path)
    {
        string root = _directory.FullName;
        using (var venv = Process.Start("python3", ["-m", "venv", "--without-pip", root]))
            await venv.WaitForExitAsync(Cancellation).WaitAsync(Deadline, Cancellation);
        string packages = Directory.GetDirectories(Path.Combine(root, "lib"), "python3*").Single();
        await File.WriteAllTextAsync(Path.Combine(packages, "site-packages", "only_here.py"), "answer = 42\n", Cancellation);
        string value = Path.GetFullPath(path, root);
        var registry = new LanguageRegistry(name => name == variable ? value : null, AppContext.BaseDirectory);
        await using var host = new KernelHost(NwsLanguage.Python, registry, new KernelSettings());
        NwsValue found = await host.EvaluateAsync("import only_here, sys\n[only_here.answer, sys.prefix]", [], Cancellation).WaitAsync(Deadline, Cancellation);
        Assert.Equal(NwsValue.From(new object[] { 42, root }), found);
    }
}
