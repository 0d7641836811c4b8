using System.CommandLine;
using Nws.Hosts.Repl;

namespace Nws.Hosts.Cli;

/// <summary><c>nws test</c>: runs a saved session against a fresh server and compares what it gives.</summary>
internal static class TestVerb
{
    private static readonly Argument<string> SessionFile = new("file") { Description = "A session that #save of nws repl has written (.nws), or a text in Markdown with code in it (.md)." };

    public static Command Create()
    {
        var command = new Command("test", "Run a saved session, or the code in a text, against a fresh server and report what it gives otherwise than is written there.") { SessionFile, JavaScriptEngineOption.Option };
        return command.RunsUntilInterrupted(RunAsync);
    }

    private static Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        JavaScriptEngineOption.Apply(parsed);
        return ReplProgram.TestAsync(SessionServers.StartFreshAsync, parsed.GetRequiredValue(SessionFile), cancellation);
    }
}
