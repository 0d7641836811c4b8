using System.Globalization;
using Nws.Farm;
using Nws.TestKit;

namespace Nws.Hosts.Tests.Worker;

/// <summary>What tasks print stands in <c>output@R</c>, before their results do.</summary>
public sealed class WorkerOutputTests
{
    [Fact]
    public async Task Output_OfTwoElements_IsToldApartAndInOrder()
    {
        await using WorkerFixture fixture = await WorkerFixture.StartAsync();
        _ = fixture.StartWorker();
        await fixture.AnnounceAsync(job: 4, "import sys\nprint('one', SleighArguments[0])\nprint('two')\nprint('no', file=sys.stderr)");
        await fixture.SubmitAsync(job: 4, tag: 8, "a", "b");
        await fixture.ResultAsync(job: 4);

        var records = await OutputAsync(fixture);

        (int, string, string)[] expected = [(8, "stdout", "one a\ntwo\n"), (8, "stderr", "no\n"), (9, "stdout", "one b\ntwo\n"), (9, "stderr", "no\n")];
        Assert.Equal(expected, Joined(records));
        Assert.All(records, record => Assert.Equal((4, 1), (record["job"].To<int>(), record["attempt"].To<int>())));
        Assert.All(records, record => Assert.Equal(NwsValueKind.Instant, record["time"].Kind));
    }

    [Fact]
    public async Task Output_OfALongTask_ComesWhileItRuns()
    {
        await using WorkerFixture fixture = await WorkerFixture.StartAsync();
        _ = fixture.StartWorker();
        await fixture.AnnounceAsync(job: 1, "print('here', flush=True)\nSleighNws.fetch('go')");
        await fixture.SubmitAsync(job: 1, tag: 3, 0);

        NwsValue record = await fixture.Sleigh.FindAsync(SleighNames.OutputOf(0), cancellationToken: TestContext.Current.CancellationToken).Soon();
        await fixture.Sleigh.StoreAsync("go", 1, TestContext.Current.CancellationToken);
        await fixture.ResultAsync(job: 1);

        Assert.Equal(("here\n", 3), (record["text"].To<string>(), record["tag"].To<int>()));
    }

    [Fact]
    public async Task Output_OfOneElementBeyondItsShare_IsCutAndThatIsSaid()
    {
        await using WorkerFixture fixture = await WorkerFixture.StartAsync();
        _ = fixture.StartWorker();
        await fixture.AnnounceAsync(job: 1, "print('x' * SleighArguments[0], end='')");
        await fixture.SubmitAsync(job: 1, tag: 0, 300_000);
        await fixture.SubmitAsync(job: 1, tag: 1, 5);
        await fixture.ResultsAsync(job: 1, 2);

        var texts = (await OutputAsync(fixture)).GroupBy(record => record["tag"].To<int>()).Select(element => string.Concat(element.Select(record => record["text"].To<string>()))).ToList();

        int cut = 300_000 - (256 * 1024);
        Assert.Equal($"{new string('x', 256 * 1024)}\n[{cut.ToString(CultureInfo.InvariantCulture)} more characters that the task printed are not kept]\n", texts[0]);
        Assert.Equal("xxxxx", texts[1]);
    }

    [Fact]
    public async Task Output_OfManyElements_KeepsTheNewestMegabyte()
    {
        await using WorkerFixture fixture = await WorkerFixture.StartAsync();
        _ = fixture.StartWorker();
        await fixture.AnnounceAsync(job: 1, "print(str(SleighArguments[0]) * 200_000)");
        for (int tag = 0; tag < 9; tag++) await fixture.SubmitAsync(job: 1, tag, tag);
        await fixture.ResultsAsync(job: 1, 9);

        var records = await OutputAsync(fixture);

        Assert.InRange(records.Sum(record => record["text"].To<string>().Length), 1024 * 1024 - 210_000, 1024 * 1024);
        Assert.Equal(8, records[^1]["tag"].To<int>());
    }

    private static async Task<IReadOnlyList<NwsValue>> OutputAsync(WorkerFixture fixture)
    {
        List<NwsValue> records = [];
        await foreach (var record in fixture.Sleigh.IFindTry<NwsValue>(SleighNames.OutputOf(0))) records.Add(record);
        return records;
    }

    /// <summary>The texts, with neighbours of one source as one: how they are cut into records is a matter of time.</summary>
    private static List<(int Tag, string Stream, string Text)> Joined(IEnumerable<NwsValue> records)
    {
        List<(int Tag, string Stream, string Text)> joined = [];
        foreach (var record in records)
        {
            var (tag, stream, text) = (record["tag"].To<int>(), record["stream"].To<string>(), record["text"].To<string>());
            if (joined.Count > 0 && (joined[^1].Tag, joined[^1].Stream) == (tag, stream)) joined[^1] = (tag, stream, joined[^1].Text + text);
            else joined.Add((tag, stream, text));
        }
        return joined;
    }
}
