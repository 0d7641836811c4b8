using Nws.Hosts.Languages.KernelEnd;

namespace Nws.Hosts.Languages.CSharp;

/// <summary>What every piece of C# code sees.</summary>
public sealed class ScriptGlobals
{
    private readonly SleighWorkspaces _workspaces;
    private IReadOnlyList<NwsValue> _arguments = [];
    private dynamic?[]? _objects;
    private object? _value;

    internal ScriptGlobals(KernelSettings settings)
    {
        _workspaces = new SleighWorkspaces(settings);
        SleighRank = settings.Rank ?? 0;
        SleighWorkerCount = settings.Workers ?? 1;
    }

    /// <summary>The rank of the worker this code runs on, from 0.</summary>
    public int SleighRank { get; }

    /// <summary>How many workers there are.</summary>
    public int SleighWorkerCount { get; }

    /// <summary>The Sleigh's own workspace; connected on first use.</summary>
    /// <exception cref="InvalidOperationException">This code does not run in a Sleigh.</exception>
    /// <exception cref="NwsException">The server cannot be reached, or the Sleigh has been stopped.</exception>
    public NetWorkSpace SleighNws => _workspaces.Sleigh;

    /// <summary>The workspace that the master shares with its tasks; connected on first use.</summary>
    /// <exception cref="InvalidOperationException">This code does not run in a Sleigh.</exception>
    /// <exception cref="NwsException">The server cannot be reached, or the Sleigh has been stopped.</exception>
    public NetWorkSpace SleighUserNws => _workspaces.User;

    /// <summary>Random numbers: in a job with a seed those of the element, else others every time.</summary>
    public Random SleighRandom { get; private set; } = Random.Shared;

    /// <summary>The arguments of the running task.</summary>
    public dynamic?[] SleighArguments => _objects ??= [.. _arguments.Select(argument => argument.ToObject())];

    /// <summary>The value of the running task, if its code sets it; else that of its last statement counts.</summary>
    public dynamic? SleighValue
    {
        get => _value;
        set
        {
            _value = value;
            HasValue = true;
        }
    }

    /// <summary>Whether the running task has set <see cref="SleighValue"/>.</summary>
    internal bool HasValue { get; private set; }

    /// <summary>An argument of the running task as a certain type: <c>SleighArgument&lt;double[]>(0)</c>.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <param name="index">Which argument, from 0.</param>
    /// <returns>The argument.</returns>
    /// <exception cref="NwsValueException">The argument cannot be converted without loss.</exception>
    public T SleighArgument<T>(int index) => index >= 0 && index < _arguments.Count
        ? _arguments[index].To<T>()
        : throw new ArgumentOutOfRangeException(nameof(index), index, $"The task has {_arguments.Count} arguments.");

    /// <summary>Cancels what the running task has asked of the workspaces; false if it has asked nothing.</summary>
    internal bool CancelRequests() => _workspaces.CancelRequests();

    /// <summary>Lets the random numbers of the next task depend on a seed; null: on nothing.</summary>
    internal void Seed(ulong? seed) => SleighRandom = seed is { } given ? new SeededRandom(given) : Random.Shared;

    /// <summary>Makes everything ready for the next task.</summary>
    internal void Begin(IReadOnlyList<NwsValue> arguments)
    {
        _arguments = arguments;
        _objects = null;
        _value = null;
        HasValue = false;
    }
}
