using System.Text;
using Nws.Server.Engine;
using Nws.Server.Persistence;

namespace Nws.Server.Tests.Persistence;

/// <summary>Records as a test wants them: one workspace <c>w</c> with one variable <c>x</c>.</summary>
internal static class JournalScript
{
    public const long Variable = 7;

    public static readonly JournalRecord[] Beginning =
        [new WorkspaceMade(1, "w", "ann"), new VariableMade(Variable, 1, "x", VariableMode.Fifo, Stored: 0, Fetched: 0)];

    public static JournalRecord Stored(int number, string? value = null) =>
        new ValueStored(Variable, new StoredValue(Encoding.UTF8.GetBytes(value ?? $"value {number}"), number, 0, row: number + 1));

    public static JournalRecord Delivered(int number, int deliveries = 1) => new ValueDelivered(number + 1, deliveries);

    public static JournalRecord Fetched(int number) => new ValueFetched(Variable, number + 1);

    public static SqliteJournal Open(string file, out DurableState state) => SqliteJournal.Open(file, NwsDurability.Full, out state);

    /// <summary>The file's state as text.</summary>
    public static string Read(string file)
    {
        using var journal = Open(file, out var state);
        return KeptState.TextOf(state);
    }

    /// <summary>Makes a data file in which so many values are, and closes it.</summary>
    public static void Make(string file, int values)
    {
        using var journal = Open(file, out _);
        journal.Commit([.. Beginning, .. Enumerable.Range(0, values).Select(number => Stored(number))]);
    }
}
