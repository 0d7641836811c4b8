namespace Nws.Server.Engine;

/// <summary>The answer to one request, now or long after it was asked.</summary>
/// <param name="Session">Who asked.</param>
/// <param name="Request">What it asked.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Position">It may be told once so many of the <see cref="Ledger"/>'s records have been written; 0: at once.</param>
internal readonly record struct Effect(EngineSession Session, uint Request, Outcome Outcome, long Position = 0);
