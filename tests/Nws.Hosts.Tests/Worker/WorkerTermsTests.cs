using Nws.Farm;
using Nws.Hosts.Languages;
using Nws.TestKit;

namespace Nws.Hosts.Tests.Worker;

/// <summary>Time limits, seeds, exported variables and tags, with real kernels.</summary>
public sealed class WorkerTermsTests
{
    public static TheoryData<NwsLanguage, string> Loops => new()
    {
        { NwsLanguage.Python, "x = SleighArguments[0]\nwhile x == 2: pass\nx" },
        { NwsLanguage.JavaScript, "const x = SleighArguments[0]; while (x === 2) { } x" },
        // No loop of C# can be interrupted: its kernel is killed.
        { NwsLanguage.CSharp, "int x = (int)SleighArguments[0]; while (x == 2) { } x" },
    };

    [Theory]
    [MemberData(nameof(Loops))]
    public async Task Limit_OneElementRunsLonger_ItFailsAndTheOthersAreDone(NwsLanguage language, string code)
    {
        await using WorkerFixture fixture = await WorkerFixture.StartAsync();
        _ = fixture.StartWorker();
        await fixture.AnnounceAsync(job: 1, "1", language: language.ToWireName());
        await fixture.SubmitAsync(job: 1, tag: 0, 0);
        await fixture.ResultAsync(job: 1);
        await fixture.AnnounceAsync(job: 2, code, language: language.ToWireName(), terms: new() { ["limit"] = 1.5 });
        await fixture.SubmitAsync(job: 2, tag: 0, 0, 1, 2, 3, 4);
        ResultRecord result = await fixture.ResultAsync(job: 2);
        (int position, NwsError error) = Assert.Single(result.Errors);
        Assert.Equal((2, "TaskTimeout", "the element took longer than its limit of 1.5 s"), (position, error.Type, error.Message));
        Assert.Equal([0, 1, 3, 4], result.Values.Where((_, i) => i != 2).Select(value => value.To<int>()));
    }

    [Fact]
    public async Task Limit_NothingTakesLong_NothingHappens()
    {
        await using WorkerFixture fixture = await WorkerFixture.StartAsync();
        _ = fixture.StartWorker();
        await fixture.AnnounceAsync(job: 1, "SleighArguments[0]", terms: new() { ["limit"] = 60 });
        await fixture.SubmitAsync(job: 1, tag: 0, 1, 2, 3);
        ResultRecord result = await fixture.ResultAsync(job: 1);
        Assert.Equal((3, 0), (result.Values.Count, result.Errors.Count));
    }

    [Theory]
    [InlineData("limit", 0.0, "0 s")]
    [InlineData("limit", -1.0, "-1 s")]
    public async Task Job_WithTermsThatMakeNoSense_IsIllegal(string key, double value, string named)
    {
        await using WorkerFixture fixture = await WorkerFixture.StartAsync();
        _ = fixture.StartWorker();
        await fixture.AnnounceAsync(job: 1, "1", terms: new() { [key] = value });
        await fixture.SubmitAsync(job: 1, tag: 0, 1);
        NwsError error = (await fixture.ResultAsync(job: 1)).Errors[0];
        Assert.Equal("IllegalJob", error.Type);
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Seed_RandomNumbersDependOnTheElementAlone()
    {
        await using WorkerFixture fixture = await WorkerFixture.StartAsync();
        _ = fixture.StartWorker();
        const string code = "import random\nrandom.random()";
        await fixture.AnnounceAsync(job: 1, code, terms: new() { ["seed"] = 7 });
        await fixture.AnnounceAsync(job: 2, code, terms: new() { ["seed"] = 7 });
        await fixture.AnnounceAsync(job: 3, code, terms: new() { ["seed"] = 8 });
        await fixture.SubmitAsync(job: 1, tag: 0, 1, 2, 3, 4);
        await fixture.SubmitAsync(job: 2, tag: 2, 3, 4);
        await fixture.SubmitAsync(job: 2, tag: 0, 1, 2);
        await fixture.SubmitAsync(job: 3, tag: 0, 1, 2, 3, 4);
        var together = (await fixture.ResultAsync(job: 1)).Values;
        var apart = (await fixture.ResultsAsync(job: 2, 4)).SelectMany(record => record.Values);
        Assert.Equal(together, apart);
        Assert.Equal(4, together.Distinct().Count());
        Assert.NotEqual(together, (await fixture.ResultAsync(job: 3)).Values);
    }

    [Fact]
    public async Task Exports_HoldForJobsThatBeginAfterThem_InEveryLanguage()
    {
        await using WorkerFixture fixture = await WorkerFixture.StartAsync();
        _ = fixture.StartWorker();
        await ExportAsync(fixture, "rate", 3);
        await fixture.AnnounceAsync(job: 1, "rate", terms: new() { ["exports"] = 1 });
        await fixture.SubmitAsync(job: 1, tag: 0, 1);
        Assert.Equal(3, (await fixture.ResultAsync(job: 1)).Values[0].To<int>());
        // Another value, a name that is none in C#, and another language, whose kernel starts only now.
        await ExportAsync(fixture, "rate", 4);
        await ExportAsync(fixture, "lock", 5);
        await fixture.AnnounceAsync(job: 2, "rate + lock", terms: new() { ["exports"] = 3 });
        await fixture.AnnounceAsync(job: 3, "rate", language: "csharp", terms: new() { ["exports"] = 3 });
        await fixture.SubmitAsync(job: 2, tag: 0, 1);
        await fixture.SubmitAsync(job: 3, tag: 0, 1);
        Assert.Equal(9, (await fixture.ResultAsync(job: 2)).Values[0].To<int>());
        Assert.Equal(4, (await fixture.ResultAsync(job: 3)).Values[0].To<int>());
        await fixture.Sleigh.StoreAsync(SleighNames.Exports, new Dictionary<string, object?> { ["name"] = "rate" }, TestContext.Current.CancellationToken);
        await fixture.AnnounceAsync(job: 4, "rate", terms: new() { ["exports"] = 4 });
        await fixture.SubmitAsync(job: 4, tag: 0, 1);
        Assert.Equal("NameError", (await fixture.ResultAsync(job: 4)).Errors[0].Type);
    }

    [Fact]
    public async Task Exports_KernelIsReplaced_AreThereAgain()
    {
        await using WorkerFixture fixture = await WorkerFixture.StartAsync();
        _ = fixture.StartWorker();
        await ExportAsync(fixture, "rate", 3);
        await fixture.AnnounceAsync(job: 1, "import os\nif SleighArguments[0] == 1: os._exit(9)\nrate", terms: new() { ["exports"] = 1 });
        await fixture.SubmitAsync(job: 1, tag: 0, 0, 1, 2);
        ResultRecord result = await fixture.ResultAsync(job: 1);
        Assert.Equal(nameof(KernelLostException), Assert.Single(result.Errors).Value.Type);
        Assert.Equal((3, 3), (result.Values[0].To<int>(), result.Values[2].To<int>()));
    }

    [Fact]
    public async Task Tags_WorkerTakesWhatItHasAllTagsFor()
    {
        await using WorkerFixture fixture = await WorkerFixture.StartAsync(ranks: 2);
        _ = fixture.StartWorker((_, arguments, _) => Task.FromResult(arguments[0]), "gpu", "big");
        Assert.Equal(["big", "gpu"], (await fixture.JoinedAsync())["tags"].To<List<string>>());
        await fixture.AnnounceAsync(job: 1, "same");
        string[] variables = ["task#gpu", "task#big,gpu", "task#big", "task", "task#big,gpu,rare"];
        for (int tag = 0; tag < variables.Length; tag++) await fixture.SubmitToAsync(variables[tag], job: 1, tag, tag);
        Assert.Equal([0, 1, 2, 3], (await fixture.ResultsAsync(job: 1, 4)).SelectMany(record => record.Values).Select(value => value.To<int>()));
        Assert.NotNull(await fixture.Sleigh.FindTryAsync("task#big,gpu,rare", TestContext.Current.CancellationToken).Soon());
    }

    [Theory]
    [InlineData("a,b", "'a,b' cannot be a tag")]
    [InlineData("1 2 3 4 5 6 7", "at most 6 tags, not 7")]
    public void Tags_ThatCannotBe_AreRefused(string tags, string complaint)
    {
        var fault = Assert.ThrowsAny<Exception>(() => Nws.Hosts.Worker.TaskVariables.CheckTags(tags.Split(' ')));
        Assert.Contains(complaint, fault.Message, StringComparison.Ordinal);
    }

    private static Task ExportAsync(WorkerFixture fixture, string name, object value) =>
        fixture.Sleigh.StoreAsync(SleighNames.Exports, new Dictionary<string, object?> { ["name"] = name, ["value"] = value }, TestContext.Current.CancellationToken).Soon();
}
