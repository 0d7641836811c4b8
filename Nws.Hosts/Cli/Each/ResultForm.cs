namespace Nws.Hosts.Cli.Each;

/// <summary>How the results of <c>nws each</c> are written.</summary>
internal enum ResultForm
{
    /// <summary>A line for each: text as it is, anything else as its language shows it. Those that failed have none.</summary>
    Lines,

    /// <summary>One list in JSON, a line for each; those that failed are null.</summary>
    Json,

    /// <summary>A table with columns for the varying arguments, the result and the error.</summary>
    Csv,
}
