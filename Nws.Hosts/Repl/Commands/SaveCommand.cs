using Nws.Hosts.Repl.Documents;
using Nws.Hosts.Repl.Session;

namespace Nws.Hosts.Repl.Commands;

/// <summary><c>#save</c>: writes the session into a file that can be run and tested.</summary>
internal static class SaveCommand
{
    internal static ReplCommand Create() => new("save", "#save FILE.nws", "write the inputs of this session, with the values they gave, into a file", RunAsync);

    private static async Task RunAsync(ReplSession session, string argument, CancellationToken cancellation)
    {
        string path = argument.Trim('"');
        if (Path.GetExtension(path) != SessionDocument.Extension) throw new ArgumentException($"Write #save FILE{SessionDocument.Extension}.");
        // What was interrupted gave nothing, and whoever runs the file would wait for it again.
        Cell[] cells = [.. session.Cells.Where(cell => cell.Outcome is not Outcome.Interrupted)];
        // Put in its place as a whole, so that a full disk costs no older session.
        string whole = path + ".new";
        await File.WriteAllTextAsync(whole, SessionDocument.Write(cells), cancellation);
        File.Move(whole, path, overwrite: true);
        int interrupted = session.Cells.Count - cells.Length;
        session.Display.Say($"{cells.Length} inputs are in {path}{(interrupted == 0 ? "" : $", without {interrupted} that {(interrupted == 1 ? "was" : "were")} interrupted")}.");
    }
}
