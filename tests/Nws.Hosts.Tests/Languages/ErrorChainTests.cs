using Nws.Farm;
using Nws.Hosts.Languages;
using Nws.Hosts.Tests.Farm;
using Nws.Hosts.Tests.Worker;
using Nws.TestKit;

namespace Nws.Hosts.Tests.Languages;

/// <summary>An error that crosses languages keeps its cause, with the frames of each.</summary>
public sealed class ErrorChainTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(4);

    private static readonly NwsError Elsewhere = new(
        "KeyError", "no such row", "  File \"<task 1>\", line 7, in find", "python", new NwsError("RangeError", "7", "    at seek (<task>:2:1)", "javascript"));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Code that raises an error of its own because of the one in its argument, in a function <c>give_up</c>.</summary>
    public static TheoryData<NwsLanguage, string> Raising => new()
    {
        { NwsLanguage.CSharp, "void give_up(NwsError e) => throw new InvalidOperationException(\"no luck\", new NwsRemoteException(e));\ngive_up((NwsError)SleighArguments[0]);" },
        { NwsLanguage.Python, "def give_up(e):\n    raise ValueError('no luck') from e\ngive_up(SleighArguments[0])" },
        { NwsLanguage.JavaScript, "function give_up(e) { throw new RangeError('no luck', { cause: e }); }\ngive_up(SleighArguments[0])" },
    };

    [Theory]
    [MemberData(nameof(Raising))]
    public async Task Raise_BecauseOfAnErrorFromElsewhere_KeepsIt(NwsLanguage language, string code)
    {
        NwsError error = await FailureAsync(language, code);
        Assert.Equal(("no luck", language.ToWireName()), (error.Message, error.Language));
        Assert.Contains("give_up", error.Stack, StringComparison.Ordinal);
        NwsError cause = error.Cause!.Type == nameof(NwsRemoteException) ? error.Cause.Cause! : error.Cause;
        Assert.Equal(Elsewhere, cause);
    }

    [Theory]
    [InlineData(NwsLanguage.CSharp, "void give_up(NwsError e) => throw new NwsRemoteException(e);\ngive_up((NwsError)SleighArguments[0]);")]
    [InlineData(NwsLanguage.Python, "def give_up(e):\n    raise e\ngive_up(SleighArguments[0])")]
    public async Task Raise_ErrorFromElsewhere_TellsBothPlaces(NwsLanguage language, string code)
    {
        NwsError error = await FailureAsync(language, code);
        Assert.Equal(("KeyError: no such row", language.ToWireName()), (error.Message.Split('\n')[0], error.Language));
        Assert.Contains("give_up", error.Stack, StringComparison.Ordinal);
        Assert.Equal(Elsewhere, error.Cause);
    }

    [Fact]
    public async Task Raise_ErrorFromElsewhere_InJavaScriptWhichRecordsNoThrow_IsThatError() =>
        Assert.Equal(Elsewhere, await FailureAsync(NwsLanguage.JavaScript, "throw SleighArguments[0]"));

    /// <summary>Code of a master that has a task of another language fail and raises what came of it.</summary>
    public static TheoryData<NwsLanguage, string, string, string> Masters => new()
    {
        {
            NwsLanguage.Python,
            """
            import os
            from nws.sleigh import Sleigh
            os.environ['NWS_CLI'] = SleighArguments[0]
            def master():
                with Sleigh(workerCount=1) as sleigh:
                    raise sleigh.eachElem("x => { throw new RangeError('too far'); }", [1], type='invoke', language='javascript')[0]
            master()
            """,
            "in master", "RangeError"
        },
        {
            NwsLanguage.JavaScript,
            """
            const { Sleigh } = await import('nws');
            process.env.NWS_CLI = SleighArguments[0];
            async function master() {
              const sleigh = new Sleigh({ workerCount: 1 });
              try {
                const results = await sleigh.using({ type: 'invoke', language: 'csharp' }).eachElem('(int x) => x > 0 ? throw new ArgumentException("too far") : x', [1]);
                throw new Error('gave up', { cause: results[0] });
              } finally {
                await sleigh.stop();
              }
            }
            await master()
            """,
            "master", "ArgumentException"
        },
    };

    [Theory]
    [MemberData(nameof(Masters))]
    public async Task NestedSleigh_TaskOfAnotherLanguageFails_MasterOfAllSeesBothStacks(NwsLanguage language, string code, string frame, string type)
    {
        await using WorkerFixture fixture = await WorkerFixture.StartAsync();
        _ = fixture.StartWorker();
        await fixture.AnnounceAsync(job: 1, code, "eval", language.ToWireName());
        await fixture.SubmitAsync(job: 1, tag: 0, SleighFixture.NwsCommand);
        NwsValue record = await fixture.Sleigh.FetchAsync(SleighNames.Result(1), cancellationToken: Cancellation).WaitAsync(Deadline, Cancellation);
        NwsError error = ResultRecord.Read(record).Errors[0];
        Assert.Contains(frame, error.Stack, StringComparison.Ordinal);
        NwsError first = error;
        while (first.Cause is not null) first = first.Cause;
        Assert.Equal((type, "too far"), (first.Type, first.Message));
        string told = new SleighTaskException(0, 0, error).Message;
        Assert.True(told.IndexOf(frame, StringComparison.Ordinal) < told.IndexOf($"Caused by {type}: too far", StringComparison.Ordinal), told);
        Assert.Contains(first.Stack, told, StringComparison.Ordinal);
    }

    private static async Task<NwsError> FailureAsync(NwsLanguage language, string code)
    {
        await using var host = new KernelHost(language, LanguageRegistry.Current, new KernelSettings());
        var failure = await Assert.ThrowsAsync<LanguageTaskException>(
            () => host.EvaluateAsync(code, [NwsValue.From(Elsewhere)], Cancellation).WaitAsync(Deadline, Cancellation));
        return failure.Error;
    }
}
