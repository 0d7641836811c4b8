namespace Nws.Hosts.Repl.Documents;

/// <summary>A piece of code in a file.</summary>
/// <param name="Language">Its language.</param>
/// <param name="Code">The code.</param>
/// <param name="Line">The line of the file in which the code begins, from 1; 0 where the file has no lines of its own.</param>
/// <param name="Expected">What it should give; null if the file does not say.</param>
internal sealed record DocumentCell(NwsLanguage Language, string Code, int Line, Expectation? Expected = null);
