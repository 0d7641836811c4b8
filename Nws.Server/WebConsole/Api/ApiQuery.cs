using System.Globalization;
using Microsoft.AspNetCore.Http;
using Nws.Client;

namespace Nws.Server.WebConsole;

/// <summary>The arguments of a call, from its query string: names are there, for a path cannot hold every name ("..", "a/b", "").</summary>
internal readonly struct ApiQuery(HttpContext context)
{
    private const double MaxSeconds = 315_360_000;

    /// <summary>The workspace that the call is about.</summary>
    /// <exception cref="ApiProblemException">It is not said, or the caller may not see it.</exception>
    public string Workspace
    {
        get
        {
            string name = Text("workspace");
            Visitors.Demand(context, NwsRight.Read, name);
            return name;
        }
    }

    public string Variable => Text("variable");

    public string Text(string name) => TextOrNull(name) ?? throw ApiProblemException.BadRequest($"The parameter '{name}' is missing.");

    public string? TextOrNull(string name) => context.Request.Query[name] switch
    {
        [] => null,
        [var only] => only ?? "",
        var many => throw ApiProblemException.BadRequest($"The parameter '{name}' is there {many.Count} times."),
    };

    public long Number(string name, long fallback, long least, long most)
    {
        if (TextOrNull(name) is not { } text) return fallback;
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) && number >= least && number <= most
            ? number
            : throw ApiProblemException.BadRequest($"'{text}' is no '{name}': that is an integer from {least} to {most}.");
    }

    public long? NumberOrNull(string name, long least, long most) => TextOrNull(name) is null ? null : Number(name, 0, least, most);

    /// <summary>Milliseconds; null: the parameter is missing.</summary>
    public long? Seconds(string name, double least = 0)
    {
        if (TextOrNull(name) is not { } text) return null;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) && seconds >= least && seconds <= MaxSeconds
            ? (long)Math.Ceiling(seconds * 1000)
            : throw ApiProblemException.BadRequest($"'{text}' is no '{name}': that is a number of seconds from {least} to {MaxSeconds}.");
    }

    public static VariableMode Mode(string text) => VariableModes.TryParse(text, out var mode) && mode != VariableMode.Unknown
        ? mode
        : throw new ApiProblemException(StatusCodes.Status400BadRequest, "bad_mode", $"'{text}' is not a mode; modes are fifo, lifo, multi and single.");

    /// <summary>In which notation values are written; null: as JSON, and text as itself.</summary>
    public NwsNotation? Notation() => TextOrNull("notation") switch
    {
        null or "" or "plain" => null,
        "json" => NwsNotation.Json,
        "csharp" => NwsNotation.CSharp,
        "python" => NwsNotation.Python,
        "javascript" => NwsNotation.JavaScript,
        var other => throw ApiProblemException.BadRequest($"'{other}' is no notation; there are plain, json, csharp, python and javascript."),
    };
}
