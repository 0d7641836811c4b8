using System.CommandLine;

namespace Nws.Hosts.Cli.Doctor;

/// <summary><c>nws doctor</c>: looks at everything that nws needs on this machine, and says what to do about what is missing.</summary>
internal static class DoctorVerb
{
    private static readonly Option<bool> Json = new("--json") { Description = "Print the findings as JSON." };

    public static Command Create()
    {
        var command = new Command("doctor", "Look at what nws needs: languages, server, ports, folders, disk; say what to do about each. Exit code 1 if something needed is missing.") { Json };
        ClientArguments.AddTo(command);
        return command.RunsUntilInterrupted(ExamineAsync);
    }

    private static async Task<int> ExamineAsync(ParseResult parsed, CancellationToken cancellation)
    {
        Task<Finding[]> programs = ProgramFindings.ReadAsync(cancellation);
        Task<Finding[]> server = ServerFindings.ReadAsync(ClientArguments.Read(parsed), isNamed: IsNamed(parsed), cancellation);
        Finding[] findings = [.. await programs, .. await server, .. DiskFindings.Read()];
        if (parsed.GetValue(Json)) Console.Out.WriteLine(AsJson(findings));
        else foreach (var finding in findings) Print(finding);
        return findings.Any(finding => finding.Verdict == Verdict.Bad) ? ExitCodes.Failure : ExitCodes.Ok;
    }

    private static bool IsNamed(ParseResult parsed) =>
        parsed.GetValue(ClientArguments.Server) is not null || Environment.GetEnvironmentVariable(NwsEndpoint.ServerVariable) is { Length: > 0 };

    private static void Print(Finding finding)
    {
        Console.Out.WriteLine($"{Word(finding.Verdict),-6} {finding.Name,-12} {finding.Found}");
        if (finding.Remedy.Length > 0) Console.Out.WriteLine($"{"",-20}{finding.Remedy}");
    }

    private static string Word(Verdict verdict) => verdict switch
    {
        Verdict.Good => "ok",
        Verdict.Absent => "none",
        _ => "BAD",
    };

    private static string AsJson(Finding[] findings) => NwsValue.From(findings.Select(finding => new Dictionary<string, object?>
    {
        ["name"] = finding.Name,
        ["verdict"] = Word(finding.Verdict).ToLowerInvariant(),
        ["found"] = finding.Found,
        ["remedy"] = finding.Remedy,
    }).ToList()).Render(NwsNotation.Json, RenderLimits.None);
}
