using Nws.Architecture.Tests.Code;
using Nws.Architecture.Tests.Rules;

namespace Nws.Architecture.Tests;

/// <summary>
/// Inside a project, folders use each other along arrows only. A file directly in a project's folder is either on top (it may use every
/// folder and no folder uses it: an entry point) or at the bottom (it uses no folder, and every folder may use it: options).
/// </summary>
public sealed class FolderArrowTests
{
    private static readonly Layers Layers = new(
        "Nws.Runtime: Farm -> Client -> Wire -> Values",
        "Nws.Server: WebConsole, Sessions -> Loop -> Engine",
        "Nws.Server: Loop -> Persistence -> Engine",
        "Nws.Server: WebConsole, Sessions -> Rights -> Engine",
        "Nws.Server: Transport",
        "Nws.Hosts: Cli -> Repl, Worker -> Languages");

    [Fact]
    public void Files_InProductFolders_StandInAFolderTheArrowsName()
    {
        var strangers = Product.Files.Values.Select(Product.FolderOf).Distinct().Where(folder => !IsFile(folder) && !Layers.Knows(folder));

        Findings.AssertNone(strangers);
    }

    [Fact]
    public void Types_InAnyFolder_UseOnlyTheFoldersBelow()
    {
        var against = Product.Uses.Where(IsInsideOneProject).Where(RunsAgainst).Select(Describe).Distinct();

        Findings.AssertNone(against);
    }

    [Fact]
    public void Types_OfTheServer_DoNotUseTheFarm()
    {
        var uses = Product.Uses.Where(use => use.FromFile.StartsWith("Nws.Server/", StringComparison.Ordinal)
            && Product.Files.TryGetValue(use.To, out string? to) && Product.FolderOf(to) == "Nws.Runtime/Farm");

        Findings.AssertNone(uses.Select(Describe));
    }

    [Fact]
    public void Uses_OfEveryFolder_AreSeen()
    {
        var seen = Product.Uses.Select(use => Product.FolderOf(use.FromFile)).Where(folder => !IsFile(folder)).Distinct();
        var folders = Product.Files.Values.Select(Product.FolderOf).Where(folder => !IsFile(folder)).Distinct();

        Assert.Equal(folders.Order(StringComparer.Ordinal), seen.Order(StringComparer.Ordinal));
        Assert.Contains(Product.Uses, use => use.From == "Nws.NetWorkSpace" && use.To == "Nws.Client.Delivery" && use.Member is not null);
    }

    private static bool IsInsideOneProject(TypeUse use) =>
        Product.Files.TryGetValue(use.To, out string? to) && to.Split('/')[0] == use.FromFile.Split('/')[0];

    private static bool RunsAgainst(TypeUse use)
    {
        string from = Product.FolderOf(use.FromFile), to = Product.FolderOf(Product.Files[use.To]);
        if (from == to || IsFile(from)) return false;
        return IsFile(to) ? UsesFolders(use.To) : !Layers.Allows(from, to);
    }

    private static bool UsesFolders(string type) =>
        Product.Uses.Any(use => use.From == type && IsInsideOneProject(use) && !IsFile(Product.FolderOf(Product.Files[use.To])));

    private static bool IsFile(string folder) => Path.HasExtension(folder) && folder.EndsWith(".cs", StringComparison.Ordinal);

    private static string Describe(TypeUse use) =>
        $"{Product.FolderOf(use.FromFile)}: {use.From} uses {use.To} of {Product.FolderOf(Product.Files[use.To])}";
}
