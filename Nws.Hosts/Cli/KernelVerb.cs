using System.CommandLine;
using Nws.Hosts.Languages.CSharp;
using Nws.Hosts.Languages.EmbeddedJavaScript;

namespace Nws.Hosts.Cli;

/// <summary><c>nws kernel</c>: the process in which C# and embedded JavaScript of tasks run. Workers start it, people do not.</summary>
internal static class KernelVerb
{
    private static readonly Argument<string> Language = new("language")
    {
        Description = "csharp or javascript; the other languages have kernels of their own.",
    };

    private static readonly Option<bool> Sandbox = new("--sandbox")
    {
        Description = "Of javascript: with strict limits, without workspaces, every task by itself.",
    };

    public static Command Create()
    {
        var command = new Command("kernel", "Run the C# or JavaScript of tasks; workers start this.") { Language, Sandbox };
        command.Hidden = true;
        command.SetAction(parsed => Run(parsed.GetRequiredValue(Language), parsed.GetValue(Sandbox)));
        return command;
    }

    private static int Run(string language, bool sandbox) => (NwsLanguages.Parse(language), sandbox) switch
    {
        (NwsLanguage.CSharp, false) => CSharpKernel.Run(),
        (NwsLanguage.JavaScript, _) => EmbeddedKernel.Run(sandbox),
        (NwsLanguage.CSharp, true) => throw new ArgumentException("The sandbox runs JavaScript only."),
        _ => throw new ArgumentException($"The kernel of {language} is not part of this program."),
    };
}
