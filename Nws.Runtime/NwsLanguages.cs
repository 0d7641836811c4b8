using System.Diagnostics.CodeAnalysis;

namespace Nws;

/// <summary>The names of the languages: as people write them, on the wire, and at the end of file names.</summary>
public static class NwsLanguages
{
    private sealed record Names(NwsLanguage Language, string Display, string Wire, string Short, string[] Extensions)
    {
        public override string ToString() => Wire == Short ? Wire : $"{Wire} ({Short})";
    }

    private static readonly Names[] All =
    [
        new(NwsLanguage.CSharp, "C#", "csharp", "cs", [".csx"]),
        new(NwsLanguage.Python, "Python", "python", "py", [".py"]),
        new(NwsLanguage.JavaScript, "JavaScript", "javascript", "js", [".js", ".mjs"]),
        new(NwsLanguage.R, "R", "r", "r", [".R"]),
    ];

    /// <summary>The name of a language on the wire.</summary>
    /// <param name="language">The language.</param>
    /// <returns><c>csharp</c>, <c>python</c>, <c>javascript</c> or <c>r</c>.</returns>
    public static string ToWireName(this NwsLanguage language) => All[(int)language].Wire;

    /// <summary>The name of a language for people.</summary>
    /// <param name="language">The language.</param>
    /// <returns><c>C#</c>, <c>Python</c>, <c>JavaScript</c> or <c>R</c>.</returns>
    public static string ToDisplayName(this NwsLanguage language) => All[(int)language].Display;

    /// <summary>Reads the name of a language, in upper or lower case.</summary>
    /// <param name="name"><c>csharp</c> or <c>cs</c>, <c>python</c> or <c>py</c>, <c>javascript</c> or <c>js</c>, <c>r</c>.</param>
    /// <returns>The language.</returns>
    /// <exception cref="ArgumentException">There is no such language; the message lists the names.</exception>
    public static NwsLanguage Parse(string name) => TryParse(name, out NwsLanguage language)
        ? language
        : throw new ArgumentException(
            $"There is no language '{name}'. There are: {string.Join<Names>(", ", All)}.");

    /// <summary>Reads the name of a language, in upper or lower case.</summary>
    /// <param name="name">The name, as for <see cref="Parse"/>.</param>
    /// <param name="language">The language, if there is one of this name.</param>
    /// <returns>Whether there is.</returns>
    public static bool TryParse([NotNullWhen(true)] string? name, out NwsLanguage language) =>
        TryFind(names => Same(names.Wire, name) || Same(names.Short, name), out language);

    /// <summary>Tells the language of a program by the end of its file name.</summary>
    /// <param name="path">The file, such as <c>model.py</c>.</param>
    /// <returns>The language.</returns>
    /// <exception cref="ArgumentException">The file name ends like no language; the message lists the endings.</exception>
    public static NwsLanguage OfFile(string path)
    {
        string extension = Path.GetExtension(path);
        return TryFind(names => names.Extensions.Any(known => Same(known, extension)), out NwsLanguage language)
            ? language
            : throw new ArgumentException(
                $"The language of '{path}' is unknown: the file name must end in "
                + $"{string.Join(", ", All.SelectMany(names => names.Extensions))}.");
    }

    private static bool TryFind(Predicate<Names> matches, out NwsLanguage language)
    {
        Names? found = Array.Find(All, matches);
        language = found?.Language ?? default;
        return found is not null;
    }

    private static bool Same(string known, string? given) => known.Equals(given, StringComparison.OrdinalIgnoreCase);
}
