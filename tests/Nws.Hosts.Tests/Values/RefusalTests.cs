using Nws.Hosts.Tests.Cli;
using Nws.TestKit;

namespace Nws.Hosts.Tests.Values;

/// <summary>What has no kind is refused where it is stored, with the same path in every language, and nothing is stored.</summary>
public sealed class RefusalTests : IAsyncLifetime
{
    private const string Paths = """
        at 
        at ['rows'][3]
        at [0][1][2]
        at ['a'][key 0][1]
        at [value 1]
        at [0]
        at ['it\'s\n\ud800']['kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk...']
        at ['name']
        at ['list'][0]
        at [0][0][0][0][0][0][0][0][0][0][0][0]...[0][0][0][0]
        nothing

        """;

    private ServerFixture _server = null!;

    public async ValueTask InitializeAsync() => _server = await ServerFixture.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("refuse.csx")]
    [InlineData("refuse.py")]
    [InlineData("refuse.mjs")]
    public async Task Store_OfWhatHasNoKind_TellsThePathAndStoresNothing(string program)
    {
        string path = Path.Combine(Repository.Root, "tests", "Nws.Hosts.Tests", "Values", "Programs", program);

        ProcessResult result = await _server.RunAsync("run", path);

        Assert.Equal((0, Paths, ""), result.All);
    }
}
