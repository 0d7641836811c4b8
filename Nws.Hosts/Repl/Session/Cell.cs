namespace Nws.Hosts.Repl.Session;

/// <summary>A piece of code that ran in a session, and what became of it.</summary>
/// <param name="Language">Its language.</param>
/// <param name="Code">The code.</param>
/// <param name="Outcome">What became of it.</param>
internal sealed record Cell(NwsLanguage Language, string Code, Outcome Outcome);
