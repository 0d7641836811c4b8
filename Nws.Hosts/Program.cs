using Nws.Hosts.Cli;
using Nws.Hosts.Languages.CSharp;
using Nws.Hosts.Languages.EmbeddedJavaScript;

// What is asked often, or by programs in a hurry, is answered without the parser of command lines.
switch (args)
{
    case ["--version"]:
        Console.Out.WriteLine(VersionText.Current);
        return ExitCodes.Ok;
    case ["kernel", "csharp"]:
        return CSharpKernel.Run();
    case ["kernel", "javascript"]:
        return EmbeddedKernel.Run(sandbox: false);
    case ["kernel", "javascript", "--sandbox"]:
        return EmbeddedKernel.Run(sandbox: true);
    default:
        HeadStart.Begin(args);
        int code = CommandLine.Run(args);
        HeadStart.Drop();
        return code;
}
