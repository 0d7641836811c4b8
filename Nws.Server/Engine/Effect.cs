namespace Nws.Server.Engine;

/// <summary>The answer to one request, now or long after it was asked.</summary>
internal readonly record struct Effect(EngineSession Session, uint Request, Outcome Outcome);
