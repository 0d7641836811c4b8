using System.CommandLine;
using Nws.Hosts.Languages.CSharp;

namespace Nws.Hosts.Cli;

/// <summary><c>nws kernel</c>: the process in which the C# of tasks runs. Workers start it, people do not.</summary>
internal static class KernelVerb
{
    private static readonly Argument<string> Language = new("language")
    {
        Description = "csharp; the other languages have kernels of their own.",
    };

    public static Command Create()
    {
        var command = new Command("kernel", "Run the C# of tasks; workers start this.") { Language };
        command.Hidden = true;
        command.SetAction(parsed => Run(parsed.GetRequiredValue(Language)));
        return command;
    }

    private static int Run(string language) => NwsLanguages.Parse(language) == NwsLanguage.CSharp
        ? CSharpKernel.Run()
        : throw new ArgumentException($"The kernel of {language} is not part of this program.");
}
