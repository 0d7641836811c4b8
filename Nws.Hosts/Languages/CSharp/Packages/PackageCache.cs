using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Nws.Hosts.Languages.CSharp.Packages;

/// <summary>Remembers from one kernel to the next which files packages consist of, so that only their first use is a restore.</summary>
/// <param name="directory">Where it is kept; null: the user's cache directory.</param>
/// <param name="restore">How packages are had; null: by the SDK on the PATH.</param>
internal sealed class PackageCache(string? directory = null, PackageRestore? restore = null)
{
    /// <summary>How long the newest version counts as the newest.</summary>
    private static readonly TimeSpan NewestFor = TimeSpan.FromDays(1);

    private readonly string _directory = directory ?? Path.Combine(UserCache(), "nws", "packages");
    private readonly PackageRestore _restore = restore ?? new PackageRestore();

    /// <summary>The files of packages and of all they depend on, of versions that fit together.</summary>
    /// <exception cref="PackageException">A package cannot be had.</exception>
    internal PackageAssets Find(IReadOnlyList<PackageName> packages)
    {
        string file = Path.Combine(_directory, KeyOf(packages) + ".json");
        if (IsCurrent(file, packages) && PackageAssets.Read(file) is { } known)
            return known;
        try
        {
            Directory.CreateDirectory(_directory);
            _restore.Run(packages, file);
        }
        catch (PackageException) when (packages.Any(package => package.IsFloating) && PackageAssets.Read(file) is { } old)
        {
            // Without a way to ask what is newest, what was newest will do.
            return old;
        }
        return PackageAssets.Read(file) ?? throw new PackageException(
            $"Files of {string.Join(", ", packages)} have disappeared right after they were restored. Try again.");
    }

    private static bool IsCurrent(string file, IReadOnlyList<PackageName> packages) =>
        !packages.Any(package => package.IsFloating) || DateTime.UtcNow - File.GetLastWriteTimeUtc(file) < NewestFor;

    private static string KeyOf(IReadOnlyList<PackageName> packages)
    {
        string machine = $"{Environment.Version.Major} {RuntimeInformation.RuntimeIdentifier}";
        IEnumerable<string> names = packages.Select(package => $"{package.Id} {package.Version}".ToLowerInvariant());
        string key = string.Join('\n', names.Order(StringComparer.Ordinal).Prepend(machine));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 16));
    }

    private static string UserCache()
    {
        if (Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache && Path.IsPathRooted(cache))
            return cache;
        if (OperatingSystem.IsWindows())
            return Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return home.Length > 0 ? Path.Combine(home, ".cache") : Path.GetTempPath();
    }
}
