using Nws.Hosts.Languages;
using Nws.Hosts.Repl.Session;

namespace Nws.Hosts.Cli.Eval;

/// <summary>Evaluates code once, in a kernel that ends with it. What the code prints is printed as it comes.</summary>
internal static class KernelEvaluation
{
    /// <param name="language">The language of the code.</param>
    /// <param name="code">The code.</param>
    /// <param name="settings">The server and the workspace that the code sees.</param>
    /// <param name="cancellation">Interrupts it.</param>
    /// <exception cref="LanguageUnavailableException">The language is not installed.</exception>
    /// <exception cref="KernelLostException">The code took its kernel with it.</exception>
    public static async Task<Outcome> RunAsync(NwsLanguage language, string code, KernelSettings settings, CancellationToken cancellation)
    {
        var host = HeadStart.TakeKernel(language) ?? new KernelHost(language, LanguageRegistry.Current, settings);
        host.Settings = settings;
        host.Output += (stream, text, _) => (stream == "stderr" ? Console.Error : Console.Out).Write(text);
        if (SessionNames.AreIn(code) && SessionKernels.Languages.Contains(language))
        {
            host.Preamble.Add(Prelude.Of(language));
            host.Preamble.Add(Prelude.Use(language, settings.User!));
        }
        try
        {
            var value = await host.EvaluateAsync(code, [], cancellation);
            return value.Kind == NwsValueKind.Nil ? new Outcome.Done() : new Outcome.Result(value);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return new Outcome.Interrupted(language, KernelSurvived: false);
        }
        catch (LanguageTaskException fault)
        {
            return await host.DescribeAsync(CancellationToken.None) is { } text ? new Outcome.Described(text) : new Outcome.Failed(fault.Error);
        }
        finally
        {
            // R leaves files behind, which go when its end is known, and on Windows output may still be on its way. Others are not waited for: this program ends, too.
            if (language == NwsLanguage.R || OperatingSystem.IsWindows()) await host.DisposeAsync();
            else host.Kill();
        }
    }
}
