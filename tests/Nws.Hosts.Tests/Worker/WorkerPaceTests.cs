using Nws.Farm;
using Nws.Hosts.Tests.Languages;
using Nws.TestKit;

namespace Nws.Hosts.Tests.Worker;

/// <summary>Tasks of nothing are taken many at a time and answered together; nobody has to wait behind one that takes long.</summary>
public sealed class WorkerPaceTests
{
    private const int Many = 2_000;

    [Fact]
    public async Task TinyTasks_AreAnsweredTogether_EachOnce()
    {
        await using WorkerFixture fixture = await WorkerFixture.StartAsync();
        await fixture.AnnounceAsync(job: 1, "same");
        for (int tag = 0; tag < Many; tag++) await fixture.SubmitAsync(job: 1, tag, tag);
        _ = fixture.StartWorker((_, arguments, _) => Task.FromResult(arguments[0]));
        var records = await fixture.ResultsAsync(job: 1, Many);
        Assert.Equal(Enumerable.Range(0, Many), records.SelectMany(record => record.Values).Select(value => value.To<int>()));
        Assert.InRange(records.Count, 1, Many / 2);
    }

    [Fact]
    public async Task TinyTasks_OfTwoJobsInTurns_AreAnsweredEachToItsJob()
    {
        await using WorkerFixture fixture = await WorkerFixture.StartAsync();
        await fixture.AnnounceAsync(job: 1, "same");
        await fixture.AnnounceAsync(job: 2, "same");
        for (int tag = 0; tag < 300; tag++)
        {
            await fixture.SubmitAsync(job: 1, tag, tag);
            if (tag % 3 == 0) await fixture.SubmitAsync(job: 2, tag / 3, -tag / 3);
        }
        _ = fixture.StartWorker((_, arguments, _) => Task.FromResult(arguments[0]));
        var first = await fixture.ResultsAsync(job: 1, 300);
        var second = await fixture.ResultsAsync(job: 2, 100);
        Assert.Equal(Enumerable.Range(0, 300), first.SelectMany(record => record.Values).Select(value => value.To<int>()));
        Assert.Equal(Enumerable.Range(0, 100).Select(tag => -tag), second.SelectMany(record => record.Values).Select(value => value.To<int>()));
    }

    [Fact]
    public async Task TasksHeld_BehindOneThatTakesLong_AreDoneByAnotherWorker()
    {
        await using WorkerFixture fixture = await WorkerFixture.StartAsync(ranks: 2);
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await fixture.AnnounceAsync(job: 1, "same");
        await fixture.AnnounceAsync(job: 2, "block");
        // Enough of nothing for the worker to take many at a time; then one that blocks, and others behind it.
        for (int tag = 0; tag < 200; tag++) await fixture.SubmitAsync(job: 1, tag, tag);
        await fixture.SubmitAsync(job: 2, tag: 0, 0);
        for (int tag = 200; tag < 230; tag++) await fixture.SubmitAsync(job: 1, tag, tag);
        _ = fixture.StartWorker(async (code, arguments, cancellation) =>
        {
            if (code != "block") return arguments[0];
            begun.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancellation);
            return NwsValue.Nil;
        });
        await begun.Task.Soon();
        _ = fixture.StartWorker((_, arguments, _) => Task.FromResult(arguments[0]));
        var records = await fixture.ResultsAsync(job: 1, 230);
        Assert.Equal(Enumerable.Range(0, 230), records.SelectMany(record => record.Values).Select(value => value.To<int>()));
    }

    [Theory]
    [InlineData(NwsLanguage.CSharp)]
    [InlineData(NwsLanguage.Python)]
    [InlineData(NwsLanguage.JavaScript)]
    public async Task TasksOfOneJob_AroundOneThatWaits_AreDoneMeanwhile(NwsLanguage language)
    {
        using var folder = new TemporaryFolder();
        string file = Path.Combine(folder.Path, "go");
        await using WorkerFixture fixture = await WorkerFixture.StartAsync(ranks: 2);
        await fixture.AnnounceAsync(job: 1, WaitingFunctions.Of(language), type: "invoke", language.ToWireName());
        for (int tag = 0; tag < 230; tag++) await fixture.SubmitAsync(job: 1, tag, tag == 200 ? file : "");
        _ = fixture.StartWorker();
        var before = await fixture.ResultsAsync(job: 1, 200);
        _ = fixture.StartWorker();
        var behind = await fixture.ResultsAsync(job: 1, 29);
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);
        var last = await fixture.ResultAsync(job: 1);
        Assert.Equal(Enumerable.Range(0, 200), before.SelectMany(TagsOf));
        Assert.Equal(Enumerable.Range(201, 29), behind.SelectMany(TagsOf));
        Assert.Equal((200, file), (last.Tag, Assert.Single(last.Values).To<string>()));
    }

    [Fact]
    public async Task Task_WithoutElements_IsAnswered()
    {
        await using WorkerFixture fixture = await WorkerFixture.StartAsync();
        await fixture.AnnounceAsync(job: 1, "same");
        await fixture.SubmitAsync(job: 1, tag: 0);
        _ = fixture.StartWorker((_, arguments, _) => Task.FromResult(arguments[0]));
        Assert.Empty((await fixture.ResultAsync(job: 1)).Values);
    }

    [Fact]
    public async Task Results_TooLargeTogether_AreStoredOneByOne()
    {
        await using WorkerFixture fixture = await WorkerFixture.StartAsync(options: new() { MaxValueBytes = 100_000 });
        await fixture.AnnounceAsync(job: 1, "large");
        for (int tag = 0; tag < 60; tag++) await fixture.SubmitAsync(job: 1, tag, tag);
        _ = fixture.StartWorker((_, arguments, _) => Task.FromResult(NwsValue.From(new byte[arguments[0].To<int>() == 30 ? 200_000 : 30_000])));
        var records = await fixture.ResultsAsync(job: 1, 60);
        Assert.Equal(60, records.Sum(record => record.Values.Count));
        var failed = records.Where(record => record.Errors.Count > 0).ToList();
        Assert.Equal((30, "ResultTooLarge"), (Assert.Single(failed).Tag, failed[0].Errors[0].Type));
    }

    private static IEnumerable<int> TagsOf(ResultRecord record) => Enumerable.Range(record.Tag, record.Values.Count);
}
