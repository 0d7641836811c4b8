using System.Text.RegularExpressions;

namespace Nws.Hosts.Languages.CSharp.Packages;

/// <summary>A package as a text names it: <c>#r "nuget: Name, Version"</c>.</summary>
/// <param name="Id">The name.</param>
/// <param name="Version">A version, a range of versions as NuGet writes them, or <c>*</c>: the newest.</param>
internal sealed record PackageName(string Id, string Version)
{
    private const string Scheme = "nuget:";
    private const string Newest = "*";

    private static readonly Regex Form =
        new(@"\A\s*nuget:\s*(?<id>[\w.-]+)\s*(?:,(?<version>[\w\s.,*+\-\[\]()]*))?\z", RegexOptions.IgnoreCase);

    /// <summary>What it stands for may change with time.</summary>
    internal bool IsFloating => Version.Contains('*', StringComparison.Ordinal);

    /// <summary>Whether what <c>#r</c> names is a package, not a file.</summary>
    internal static bool IsPackage(string reference) => reference.TrimStart().StartsWith(Scheme, StringComparison.OrdinalIgnoreCase);

    /// <exception cref="PackageException">The reference is malformed.</exception>
    internal static PackageName Parse(string reference)
    {
        Match match = Form.Match(reference);
        if (!match.Success)
        {
            throw new PackageException(
                $"'{reference}' names no package. Write #r \"nuget: Name, Version\", such as #r \"nuget: Newtonsoft.Json, 13.0.1\".");
        }
        string version = match.Groups["version"].Value.Trim();
        return new PackageName(match.Groups["id"].Value, version.Length == 0 ? Newest : version);
    }

    public override string ToString() => Version == Newest ? Id : $"{Id} {Version}";
}
