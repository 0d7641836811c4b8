using Nws.Hosts.Languages;
using Nws.Hosts.Languages.CSharp;
using Nws.Hosts.Languages.CSharp.Packages;

namespace Nws.Hosts.Tests.Languages;

/// <summary>Packages that C# code names with <c>#r "nuget: ..."</c>.</summary>
public sealed class CSharpPackageTests : IDisposable
{
    private const string Json = "#r \"nuget: Newtonsoft.Json, 13.0.3\"\n";
    private const string NoDotnet = "no-such-dotnet";

    private readonly DirectoryInfo _cache = Directory.CreateTempSubdirectory("nws-package-cache-");

    public void Dispose() => _cache.Delete(recursive: true);

    [Fact]
    public async Task Package_Named_IsThereForThisAndLaterTexts()
    {
        CSharpEngine engine = NewEngine();
        Assert.Equal("[1,2]", (await engine.EvaluateAsync(Json + "Newtonsoft.Json.JsonConvert.SerializeObject(new[] { 1, 2 })", [])).To<string>());
        Assert.Equal("[3]", (await engine.EvaluateAsync("using Newtonsoft.Json;\nJsonConvert.SerializeObject(new[] { 3 })", [])).To<string>());
    }

    [Fact]
    public async Task Package_NamedBySomebodyBefore_NeedsNoRestore()
    {
        await NewEngine().DefineAsync(Json);
        CSharpEngine withoutSdk = NewEngine(NoDotnet);
        Assert.Equal("[1]", (await withoutSdk.EvaluateAsync(Json + "Newtonsoft.Json.JsonConvert.SerializeObject(new[] { 1 })", [])).To<string>());
    }

    [Fact]
    public async Task Package_WithDependenciesAndANativeLibrary_Runs()
    {
        CSharpEngine engine = NewEngine();
        NwsValue sum = await engine.EvaluateAsync(
            """
            #r "nuget: Microsoft.Data.Sqlite, 9.0.0"
            using Microsoft.Data.Sqlite;
            var connection = new SqliteConnection("Data Source=:memory:");
            connection.Open();
            var command = connection.CreateCommand();
            command.CommandText = "select 40 + 2";
            command.ExecuteScalar()
            """,
            []);
        Assert.Equal(42, sum.To<int>());
    }

    [Fact]
    public async Task Package_WithoutAVersion_IsTheNewest()
    {
        CSharpEngine engine = NewEngine();
        NwsValue version = await engine.EvaluateAsync(
            "#r \"nuget: Newtonsoft.Json\"\ntypeof(Newtonsoft.Json.JsonConvert).Assembly.GetName().Version.Major", []);
        Assert.InRange(version.To<int>(), 13, int.MaxValue);
    }

    [Fact]
    public async Task Package_ThatDoesNotExist_IsNamedWithTheReasonAndTheRestStays()
    {
        CSharpEngine engine = NewEngine();
        await engine.DefineAsync(Json + "var kept = 1;");
        PackageException refusal = await Assert.ThrowsAsync<PackageException>(
            () => engine.EvaluateAsync("#r \"nuget: Nws.No.Such.Package, 1.2.3\"\n1", []));
        Assert.Contains("The package Nws.No.Such.Package 1.2.3 cannot be had", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("NU1101", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("package sources", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("1", (await engine.EvaluateAsync("Newtonsoft.Json.JsonConvert.SerializeObject(kept)", [])).To<string>());
    }

    [Fact]
    public async Task Package_WithoutAnSdk_IsRefusedWithAWayOut()
    {
        PackageException refusal = await Assert.ThrowsAsync<PackageException>(() => NewEngine(NoDotnet).DefineAsync(Json));
        Assert.Contains("Newtonsoft.Json 13.0.3", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(NoDotnet, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("SDK", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nuget:")]
    [InlineData("nuget: , 1.0")]
    [InlineData("nuget: Some Package")]
    [InlineData("nuget: A, 1.0\" Include")]
    public void Reference_Malformed_IsRefusedWithAnExample(string reference) =>
        Assert.Contains("Newtonsoft.Json, 13.0.1", Assert.Throws<PackageException>(() => PackageName.Parse(reference)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("nuget: Humanizer.Core, 2.14.1", "Humanizer.Core", "2.14.1")]
    [InlineData("nuget:Humanizer.Core", "Humanizer.Core", "*")]
    [InlineData("NuGet: A, [1.0, 2.0)", "A", "[1.0, 2.0)")]
    [InlineData("nuget: A, 1.2.3-beta.1+x", "A", "1.2.3-beta.1+x")]
    public void Reference_WellFormed_GivesNameAndVersion(string reference, string id, string version) =>
        Assert.Equal(new PackageName(id, version), PackageName.Parse(reference));

    private CSharpEngine NewEngine(string dotnet = "dotnet") => new(
        new ScriptGlobals(new KernelSettings()),
        new ScriptReferences(packageCache: new PackageCache(_cache.FullName, new PackageRestore(dotnet))));
}
