using System.ComponentModel;
using System.Diagnostics;
using Nws.Hosts.Languages;

namespace Nws.Hosts.Cli.Doctor;

/// <summary>The programs that nws runs: interpreters, the SDK of .NET, ssh.</summary>
internal static class ProgramFindings
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static async Task<Finding[]> ReadAsync(CancellationToken cancellation)
    {
        Finding nws = new("nws", Verdict.Good, $"{VersionText.Current}, {NwsProgram.Executable ?? AppContext.BaseDirectory}, .NET {Environment.Version}");
        Task<Finding>[] others =
        [
            OfLanguageAsync(NwsLanguage.Python, "NWS_PYTHON", cancellation),
            OfLanguageAsync(NwsLanguage.JavaScript, "NWS_NODE", cancellation),
            OfLanguageAsync(NwsLanguage.R, "NWS_RSCRIPT", cancellation),
            OfProgramAsync(".NET SDK", "dotnet", ["--version"], "Needed only for #r \"nuget: ...\" in C# and to build nws: install the .NET SDK 10.", cancellation),
            OfProgramAsync("ssh", "ssh", ["-V"], "Needed only for workers on other machines (Debian: apt-get install openssh-client).", cancellation),
        ];
        return [nws, .. await Task.WhenAll(others)];
    }

    /// <summary>A language that is named in the environment must be there; else nobody may need it.</summary>
    private static async Task<Finding> OfLanguageAsync(NwsLanguage language, string variable, CancellationToken cancellation)
    {
        bool isNamed = Environment.GetEnvironmentVariable(variable) is { Length: > 0 };
        string name = language.ToDisplayName();
        try
        {
            string program = LanguageRegistry.Current.FindScriptRunner(language).FileName;
            return await RunAsync(program, ["--version"], cancellation) is { } version
                ? new Finding(name, Verdict.Good, $"{version}, {program}")
                : new Finding(name, Verdict.Bad, $"{program} does not start", $"Install it anew, or set {variable} to another.");
        }
        catch (LanguageUnavailableException fault)
        {
            string found = fault.Message.Split(". ")[0];
            string remedy = language == NwsLanguage.JavaScript ? $"JavaScript runs in the embedded interpreter. {LanguageRegistry.NodeRemedy}" : fault.Message[found.Length..].TrimStart('.', ' ');
            return new Finding(name, isNamed ? Verdict.Bad : Verdict.Absent, found, remedy);
        }
    }

    private static async Task<Finding> OfProgramAsync(string name, string program, string[] arguments, string remedy, CancellationToken cancellation) =>
        await RunAsync(program, arguments, cancellation) is { } version ? new Finding(name, Verdict.Good, version) : new Finding(name, Verdict.Absent, "not found", remedy);

    /// <summary>What a program says of its version; null if it does not start.</summary>
    private static async Task<string?> RunAsync(string program, string[] arguments, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Patience);
        try
        {
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            using var kill = limit.Token.Register(process.Kill);
            string[] said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(CancellationToken.None), process.StandardError.ReadToEndAsync(CancellationToken.None));
            await process.WaitForExitAsync(CancellationToken.None);
            cancellation.ThrowIfCancellationRequested();
            return process.ExitCode == 0 ? string.Concat(said).Trim().Split('\n')[0] : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
