using Nws.TestKit;

namespace Nws.Hosts.Tests.Examples;

/// <summary>The examples of the Sleigh: the same programs in three languages do the same.</summary>
public sealed class SleighExamplesTests : IAsyncLifetime
{
    private static readonly string[] Languages = ["csx", "py", "mjs"];

    private TestServer _server = null!;

    public static TheoryData<string> Extensions => [.. Languages];

    private Shell Shell => new(_server.Endpoint);

    public async ValueTask InitializeAsync() => _server = await TestServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [MemberData(nameof(Extensions))]
    public async Task Ping_OfEveryWorker_ComesBack(string extension) =>
        Assert.Matches(
            @"^(worker [012]: 100 balls, \d+ microseconds there and back\n){3}$", await Shell.RunAsync($"nws run examples/sleigh/ping.{extension}"));

    [Theory]
    [MemberData(nameof(Extensions))]
    public async Task Ring_OfWorkers_PassesTheTokenOn(string extension) =>
        Assert.Equal("the token went 0 1 2 0 1 2 0 1 2\n", await Shell.RunAsync($"nws run examples/sleigh/ring.{extension}"));

    [Theory]
    [MemberData(nameof(Extensions))]
    public async Task KMeans_OfIrises_FindsTheSpecies(string extension) =>
        Assert.Equal(
            """
            4 rounds
            5.01 3.43 1.46 0.25 | 50 setosa
            5.90 2.75 4.39 1.43 | 48 versicolor, 14 virginica
            6.85 3.07 5.74 2.07 | 2 versicolor, 36 virginica

            """,
            await Shell.RunAsync($"nws run examples/sleigh/kmeans.{extension}"));

    [Theory]
    [MemberData(nameof(Extensions))]
    public async Task Matrix_TimesMatrix_IsRight(string extension) =>
        Assert.Equal("120 x 120: trace 291600, sum 34992000, right: true\n", (await Shell.RunAsync($"nws run examples/sleigh/matrix.{extension}")).Replace("True", "true", StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Extensions))]
    public async Task Bootstrap_WithASeed_GivesTheSameHoweverTasksAreSpread(string extension)
    {
        string output = await Shell.RunAsync($"nws run examples/sleigh/bootstrap.{extension}");

        Assert.Matches(@"^correlation 0\.901, with 95% confidence between 0\.88\d and 0\.91\d\n$", output);
        Assert.Equal(output, await Shell.RunAsync($"nws run examples/sleigh/bootstrap.{extension}"));
    }

    [Fact]
    public async Task Mandelbrot_InThreeLanguages_IsTheSamePicture()
    {
        string directory = Directory.CreateTempSubdirectory("nws-mandelbrot-").FullName;
        try
        {
            foreach (string extension in Languages)
                Assert.Matches(
                    @"300 x 200, 15269 points inside, the area is about 1\.53\n$",
                    await Shell.RunAsync($"nws run examples/sleigh/mandelbrot.{extension} {directory}/{extension}.pgm"));

            byte[] first = await File.ReadAllBytesAsync($"{directory}/csx.pgm", TestContext.Current.CancellationToken);
            Assert.Equal("P5 300 200 255\n"u8, first.AsSpan(0, 15));
            Assert.Equal(first, await File.ReadAllBytesAsync($"{directory}/py.pgm", TestContext.Current.CancellationToken));
            Assert.Equal(first, await File.ReadAllBytesAsync($"{directory}/mjs.pgm", TestContext.Current.CancellationToken));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }
}
