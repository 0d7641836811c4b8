using Nws.Server.Engine;
using Nws.Server.Persistence;

namespace Nws.Server.Tests.Persistence;

/// <summary>
/// A server that is killed leaves its files as they are. Here they are copied at every step of every commit, and torn at any byte, and each copy must open with what was
/// committed: all of it, and nothing half.
/// </summary>
public sealed class CrashPointTests : IDisposable
{
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void EndAtEveryStepOfEveryCommit_LeavesExactlyWhatWasCommitted()
    {
        var kept = new KeptState();
        var expectations = new List<(string Step, string Copy, string Expected)>();
        using (var journal = JournalScript.Open(_folder.File, out _))
        {
            foreach (var batch in Batches())
            {
                string before = kept.ToString();
                kept.Apply(batch);
                string after = kept.ToString();
                journal.Step = step => expectations.Add((step, _folder.Snapshot($"copy{expectations.Count}"), step == "committed" ? after : before));
                journal.Commit(batch);
                journal.Step = null;
                journal.Maintain();
            }
        }

        Assert.Contains(expectations, expectation => expectation.Step == nameof(ValueFetched));
        Assert.Contains(expectations, expectation => expectation.Step == "tally");
        foreach (var (step, copy, expected) in expectations) Assert.Equal((step, expected), (step, JournalScript.Read(copy)));
    }

    [Fact]
    public void LogTornAtAnyByte_OpensWithAPrefixOfTheCommits()
    {
        var states = new List<string>();
        string copy;
        using (var journal = JournalScript.Open(_folder.File, out _))
        {
            states.Add("");
            var kept = new KeptState();
            foreach (var batch in Batches())
            {
                journal.Commit(batch);
                kept.Apply(batch);
                states.Add(kept.ToString());
            }
            copy = _folder.Snapshot("copy");
        }

        byte[] log = File.ReadAllBytes(copy + "-wal");
        int last = -1;
        // Few cuts are inside the first pages, which make the tables; every length in between would take minutes.
        for (int length = log.Length % 997; length <= log.Length; length += 997)
        {
            string torn = _folder.In("torn");
            File.Copy(copy, torn, overwrite: true);
            File.WriteAllBytes(torn + "-wal", log[..length]);
            int position = states.IndexOf(JournalScript.Read(torn));
            Assert.True(position >= Math.Max(last, 0), $"Cut at {length} of {log.Length}: state {position} behind state {last}.");
            last = position;
            foreach (string file in new[] { torn, torn + "-lock" }) File.Delete(file);
        }
        Assert.Equal(states.Count - 1, last);
    }

    private static List<JournalRecord[]> Batches()
    {
        var batches = new List<JournalRecord[]> { JournalScript.Beginning };
        for (int number = 0; number < 12; number++)
        {
            batches.Add([JournalScript.Stored(number, new string((char)('a' + number), 10 + 900 * (number % 3)))]);
            if (number < 2) continue;
            batches.Add([JournalScript.Delivered(number - 2), JournalScript.Delivered(number - 1)]);
            batches.Add([JournalScript.Fetched(number - 2)]);
        }
        batches.Add([new VariableDeleted(JournalScript.Variable, [11, 12], []), new VariableMade(8, 1, "y", VariableMode.Single, 0, 0)]);
        return batches;
    }
}
