using Nws.Hosts.Cli;
using Nws.Hosts.Languages.CSharp;

// What is asked often, or by programs in a hurry, is answered without the parser of command lines.
switch (args)
{
    case ["--version"]:
        Console.Out.WriteLine(VersionText.Current);
        return ExitCodes.Ok;
    case ["kernel", "csharp"]:
        return CSharpKernel.Run();
    default:
        return await CommandLine.RunAsync(args);
}
