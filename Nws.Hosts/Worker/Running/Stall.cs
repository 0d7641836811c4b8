namespace Nws.Hosts.Worker;

/// <summary>An element keeps the kernel for long, while tasks before it are done and others wait behind it.</summary>
/// <param name="Done">How many tasks are done.</param>
/// <param name="Result">Their results.</param>
/// <param name="Begun">How many tasks have begun, those and the one that runs. None behind them will.</param>
internal sealed record Stall(int Done, ResultBuilder Result, int Begun);
