using Nws.Hosts.Repl.Documents;
using Nws.Hosts.Repl.Session;

namespace Nws.Hosts.Repl.Commands;

/// <summary><c>#load</c>: runs a file in the session.</summary>
internal static class LoadCommand
{
    internal static ReplCommand Create() => new("load", "#load FILE", "run a file here: .nws, .md, .dib, .ipynb, .csx, .py, .js, .mjs", RunAsync);

    private static async Task RunAsync(ReplSession session, string argument, CancellationToken cancellation)
    {
        string path = argument.Trim('"');
        if (path.Length == 0) throw new ArgumentException("Write #load FILE.");
        await DocumentRun.RunAsync(session, await DocumentFile.ReadAsync(path, cancellation), cancellation);
    }
}
