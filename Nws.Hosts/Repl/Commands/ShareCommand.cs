using Nws.Hosts.Languages;
using Nws.Hosts.Repl.Session;

namespace Nws.Hosts.Repl.Commands;

/// <summary><c>#share</c>: gives a variable of one language to the others, exactly.</summary>
internal static class ShareCommand
{
    internal static ReplCommand Create() => new("share", "#share NAME [NAME ...]", "give variables of this language to the others, under the same names", RunAsync) { IsKept = _ => true };

    private static async Task RunAsync(ReplSession session, string argument, CancellationToken cancellation)
    {
        string[] names = argument.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
        if (names.Length == 0) throw new ArgumentException("Write #share NAME [NAME ...].");
        foreach (string name in names) await ShareAsync(session, name, cancellation);
    }

    private static async Task ShareAsync(ReplSession session, string name, CancellationToken cancellation)
    {
        ILanguageHost host = await session.Kernels.GetAsync(session.Language);
        NwsValue value;
        try
        {
            value = await host.EvaluateAsync(name, [], cancellation);
        }
        catch (LanguageTaskException fault)
        {
            throw new ArgumentException($"'{name}' cannot be shared: {fault.Error}");
        }
        foreach (NwsLanguage other in SessionKernels.Languages.Where(language => language != session.Language))
        {
            try
            {
                await session.Kernels.SetAsync(other, name, value, cancellation);
            }
            catch (Exception fault) when (fault is LanguageTaskException or LanguageUnavailableException)
            {
                session.Display.Say($"{other.ToDisplayName()} has no '{name}': {fault.Message}");
            }
        }
    }
}
