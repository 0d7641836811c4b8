using System.Text.RegularExpressions;

namespace Nws.Farm;

/// <summary>The variables that a program gives to all tasks of later jobs (FARM.md): a list that workers read on, up to where a job says.</summary>
internal sealed class ExportList(NetWorkSpace workspace)
{
    private static readonly Regex Name = new(@"\A[\p{L}_]\w*\z");

    private long _count;

    /// <summary>How many records hold for the jobs that begin now.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>Adds a record.</summary>
    /// <param name="name">The variable.</param>
    /// <param name="value">Its value; none takes the variable away.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="SleighIllegalValueException">The name is none of a variable.</exception>
    public async Task AddAsync(string name, (object? Content, bool Given) value, CancellationToken cancellationToken)
    {
        if (name is null || !Name.IsMatch(name)) throw new SleighIllegalValueException($"'{name}' cannot be the name of a variable: it must be letters, digits and '_', and begin with no digit.");
        var record = new Dictionary<string, object?> { ["name"] = name };
        if (value.Given) record["value"] = value.Content;
        await workspace.StoreAsync(SleighNames.Exports, record, cancellationToken).ConfigureAwait(false);
        // Others may have added records meanwhile; nobody takes one away.
        var variables = await workspace.ListVarsAsync(cancellationToken).ConfigureAwait(false);
        Raise(variables.Single(variable => variable.Name == SleighNames.Exports).ValueCount);
    }

    private void Raise(long count)
    {
        long known = Count;
        while (known < count && Interlocked.CompareExchange(ref _count, count, known) != known) known = Count;
    }
}
