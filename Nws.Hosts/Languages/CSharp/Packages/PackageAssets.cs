using System.Text.Json;

namespace Nws.Hosts.Languages.CSharp.Packages;

/// <summary>
/// The files of packages and of all they depend on, as <c>project.assets.json</c> lists them after a restore for this machine.
/// </summary>
/// <param name="Compile">The assemblies to compile against.</param>
/// <param name="Runtime">The assemblies to run.</param>
/// <param name="Native">The native libraries.</param>
internal sealed record PackageAssets(IReadOnlyList<string> Compile, IReadOnlyList<string> Runtime, IReadOnlyList<string> Native)
{
    private const string NoFile = "_._";

    /// <returns>Null if a file is not there any more, or the list is none.</returns>
    internal static PackageAssets? Read(string file)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file));
            return Read(document.RootElement);
        }
        catch (Exception exception) when (exception is IOException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    private static PackageAssets? Read(JsonElement root)
    {
        string[] folders = [.. root.GetProperty("packageFolders").EnumerateObject().Select(folder => folder.Name)];
        JsonElement libraries = root.GetProperty("libraries");
        // The last target is the one for this machine; the one before it is for any.
        JsonElement target = root.GetProperty("targets").EnumerateObject().Last().Value;
        JsonProperty[] packages =
            [.. target.EnumerateObject().Where(library => library.Value.GetProperty("type").GetString() == "package")];

        IEnumerable<string> FilesOf(string group) => packages
            .Where(package => package.Value.TryGetProperty(group, out _))
            .SelectMany(package => package.Value.GetProperty(group).EnumerateObject(), (package, file) => (package, file.Name))
            .Where(entry => Path.GetFileName(entry.Name) != NoFile)
            .Select(entry => Locate(folders, libraries.GetProperty(entry.package.Name).GetProperty("path").GetString()!, entry.Name));

        var assets = new PackageAssets([.. FilesOf("compile")], [.. FilesOf("runtime")], [.. FilesOf("native")]);
        return assets.Compile.Concat(assets.Runtime).Concat(assets.Native).All(File.Exists) ? assets : null;
    }

    private static string Locate(string[] folders, string package, string file)
    {
        string[] places = [.. folders.Select(folder => Path.Combine(folder, package, file))];
        return Array.Find(places, File.Exists) ?? places[0];
    }
}
