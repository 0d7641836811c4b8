using Nws.Farm;
using Nws.Hosts.Languages;
using Nws.Hosts.Tests.Languages;

namespace Nws.Hosts.Tests.Worker;

/// <summary>A task takes its kernel with it: its result says how, and the worker goes on.</summary>
public sealed class WorkerKernelLossTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);

    public static TheoryData<NwsLanguage, string, string> Losses
    {
        get
        {
            var losses = new TheoryData<NwsLanguage, string, string>();
            foreach (NwsLanguage language in new[] { NwsLanguage.CSharp, NwsLanguage.Python, NwsLanguage.JavaScript })
            {
                losses.Add(language, Snippets.Of(language).Exits, "exit code 3");
                losses.Add(language, Snippets.Of(language).KillsItself, "SIGKILL");
                losses.Add(language, Catastrophes.Of(language).Segfaults, "SIGSEGV");
            }
            return losses;
        }
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Losses))]
    public async Task Task_EndsItsKernel_ResultSaysHowAndNextTaskWorks(NwsLanguage language, string code, string told)
    {
        int before, after;
        await using (WorkerFixture fixture = await WorkerFixture.StartAsync())
        {
            _ = fixture.StartWorker();
            await fixture.AnnounceAsync(job: 1, Snippets.Of(language).ProcessId, language: language.ToWireName());
            await fixture.AnnounceAsync(job: 2, code, language: language.ToWireName());
            foreach (int job in new[] { 1, 2, 1 }) await fixture.SubmitAsync(job, tag: 0, 0);
            before = (await ResultAsync(fixture, 1)).Values[0].To<int>();
            NwsError error = (await ResultAsync(fixture, 2)).Errors[0];
            after = (await ResultAsync(fixture, 1)).Values[0].To<int>();
            Assert.Equal(nameof(KernelLostException), error.Type);
            Assert.Contains(told, error.Message, StringComparison.Ordinal);
            await fixture.Master.DisposeAsync();
            await fixture.WorkersEndedAsync().WaitAsync(Deadline, Cancellation);
        }
        Assert.NotEqual(before, after);
        Processes.AssertGone(before);
        Processes.AssertGone(after);
    }

    [Fact]
    public async Task Task_LanguageIsNotInstalled_ResultSaysHowToGetItAndOthersWork()
    {
        await using WorkerFixture fixture = await WorkerFixture.StartAsync();
        var nothingInstalled = new LanguageRegistry(_ => null, AppContext.BaseDirectory);
        _ = fixture.StartWorker(nothingInstalled);
        await fixture.AnnounceAsync(job: 1, "1 + 1", language: "python");
        await fixture.AnnounceAsync(job: 2, "1 + 2", language: "csharp");
        await fixture.SubmitAsync(job: 1, tag: 0, 0);
        await fixture.SubmitAsync(job: 2, tag: 0, 0);
        NwsError error = (await ResultAsync(fixture, 1)).Errors[0];
        Assert.Contains("Install python3", error.Message, StringComparison.Ordinal);
        Assert.Contains("NWS_PYTHON", error.Message, StringComparison.Ordinal);
        Assert.Equal(NwsValue.From(3), (await ResultAsync(fixture, 2)).Values[0]);
    }

    private static async Task<ResultRecord> ResultAsync(WorkerFixture fixture, long job) => ResultRecord.Read(
        await fixture.Sleigh.FetchAsync(SleighNames.Result(job), cancellationToken: Cancellation).WaitAsync(Deadline, Cancellation));
}
