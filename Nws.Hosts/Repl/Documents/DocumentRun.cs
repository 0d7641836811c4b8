using Nws.Hosts.Repl.Session;

namespace Nws.Hosts.Repl.Documents;

/// <summary>Runs the cells of a file in a session.</summary>
internal static class DocumentRun
{
    /// <summary>Runs the cells one after the other, and shows what they give, until one fails that should not.</summary>
    /// <returns>Whether all ended as they should.</returns>
    internal static async Task<bool> RunAsync(ReplSession session, IReadOnlyList<DocumentCell> cells, CancellationToken cancellation)
    {
        foreach (DocumentCell cell in cells)
        {
            Outcome outcome = await session.RunPieceAsync(cell.Language, cell.Code, cancellation);
            session.Show(cell.Language, outcome);
            if (!outcome.IsGood && cell.Expected is not { IsError: true }) return false;
        }
        return true;
    }

    /// <summary>Runs the cells one after the other and compares what they give with what the file says.</summary>
    /// <returns>How many differ.</returns>
    internal static async Task<int> TestAsync(ReplSession session, IReadOnlyList<DocumentCell> cells, CancellationToken cancellation)
    {
        int differences = 0;
        foreach (DocumentCell cell in cells)
        {
            Outcome outcome = await session.RunPieceAsync(cell.Language, cell.Code, cancellation);
            cancellation.ThrowIfCancellationRequested();
            Expectation? actual = Expectation.Of(cell.Language, outcome);
            if (actual == cell.Expected && (outcome.IsGood || outcome is Outcome.Failed)) continue;
            differences++;
            session.Display.Complain($"line {cell.Line}: {FirstLine(cell.Code)}\n  expected: {Text(cell.Expected)}\n  got:      {(actual is null && !outcome.IsGood ? Rendering.OutcomeText.Of(outcome, cell.Language) : Text(actual))}");
        }
        return differences;
    }

    private static string FirstLine(string code) => code.Split('\n') is [var only] ? only : $"{code.Split('\n')[0]} ...";

    private static string Text(Expectation? expectation) => expectation switch
    {
        null => "no value",
        { IsError: true } error => $"the error {error.Text}",
        var value => value.Text,
    };
}
