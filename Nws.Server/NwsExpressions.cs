namespace Nws.Server;

/// <summary>Evaluates expressions that people store from the web console. The server knows no languages; whoever runs it may supply them.</summary>
/// <param name="Languages">The languages there are, by the names <see cref="NwsLanguages"/> knows.</param>
/// <param name="EvaluateAsync">Evaluates code of one of the languages. A <see cref="NwsException"/> tells what was wrong with the code.</param>
public sealed record NwsExpressions(IReadOnlyList<string> Languages, Func<string, string, CancellationToken, Task<NwsValue>> EvaluateAsync);
