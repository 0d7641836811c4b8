using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Nws.Hosts.Cli;

/// <summary>What <c>--help</c> and <c>--version</c> print.</summary>
internal static class HelpText
{
    public static void Attach(RootCommand root)
    {
        foreach (Option option in root.Options)
        {
            if (option is HelpOption { Action: HelpAction help } helpOption) helpOption.Action = new Manual(help);
            if (option is VersionOption) option.Action = new PrintVersion();
        }
    }

    private sealed class Manual(HelpAction help) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            int result = help.Invoke(parseResult);
            if (parseResult.CommandResult.Command is not RootCommand)
            {
                ManualPage.Of(UsageFaults.VerbOf(parseResult))?.Write(Console.Out);
                return result;
            }
            Console.Out.WriteLine("Exit codes:");
            foreach (var (code, meaning) in ExitCodes.All) Console.Out.WriteLine($"  {code,-5}{meaning}");
            return result;
        }
    }

    private sealed class PrintVersion : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            Console.Out.WriteLine(VersionText.Current);
            return ExitCodes.Ok;
        }
    }
}
