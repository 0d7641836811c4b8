namespace Nws.Farm;

/// <summary>What became of one element.</summary>
/// <param name="Tag">Its number, from 0.</param>
/// <param name="Value">Its result; of one that failed, its error as a value.</param>
/// <param name="Fault">Why it failed, if it did.</param>
internal readonly record struct TaskResult(int Tag, NwsValue Value, SleighTaskException? Fault);
