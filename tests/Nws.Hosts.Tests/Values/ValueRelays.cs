using Nws.Hosts.Tests.Cli;
using Nws.TestKit;

namespace Nws.Hosts.Tests.Values;

/// <summary>
/// A server and one process for each language, which passes on what comes. A chain is a row of languages; a value goes into its
/// beginning, through a process of each language in turn, and comes out of its end.
/// </summary>
public sealed class ValueRelays : IAsyncLifetime
{
    /// <summary>Python as it is without numpy.</summary>
    internal const string PlainPython = "plainpython";

    /// <summary>The shortest chain through all languages.</summary>
    internal const string OneOfEach = "csharp-python-javascript";

    private static readonly string[] Three = ["csharp", "python", "javascript"];

    // Generous: the relays have to start, and the C# script to be compiled, on a machine that is busy with other tests.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly Dictionary<string, TestProcess> _relays = [];
    private Task<TestProcess> _firstEnd = null!;
    private ServerFixture _server = null!;

    /// <summary>All chains of three languages, each back to its first.</summary>
    public static IEnumerable<string> ChainsOfThree =>
        from first in Three
        from second in Three
        from third in Three
        select string.Join('-', first, second, third, first);

    /// <summary>Chains that show what the others cannot.</summary>
    public static IEnumerable<string> ChainsOfPlainPython =>
        [$"{PlainPython}-csharp-javascript-{PlainPython}", $"{PlainPython}-python-{PlainPython}"];

    private static IEnumerable<string> Chains => [.. ChainsOfThree, .. ChainsOfPlainPython, OneOfEach];

    public async ValueTask InitializeAsync()
    {
        _server = await ServerFixture.StartAsync();
        _server.CommandLine.Variables["NWS_PYTHON"] = "/usr/bin/python3"; // for which Debian's numpy is installed
        Start("csharp", "relay.csx");
        Start("python", "relay.py");
        Start("javascript", "relay.mjs");
        Start(PlainPython, "relay.py", "--without-numpy");
        _firstEnd = Task.WhenAny(_relays.Values.Select(EndedAsync)).Unwrap();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (string language in _relays.Keys)
            await _server.Workspace.StoreAsync(EndOf(language), true).Soon();
        foreach (TestProcess relay in _relays.Values)
        {
            await relay.EndAsync();
            await relay.DisposeAsync();
        }
        await _server.DisposeAsync();
    }

    /// <summary>Sends values, each by itself, through a chain.</summary>
    /// <returns>What comes out, in the same order.</returns>
    internal async Task<IReadOnlyList<NwsValue>> PassAsync(string chain, IReadOnlyList<NwsValue> values)
    {
        string end = Variable(chain, Languages(chain).Length);
        var returned = new List<NwsValue>();
        foreach (NwsValue value in values)
            await _server.Workspace.StoreAsync(Variable(chain, 0), value).Soon();
        foreach (NwsValue _ in values)
            returned.Add(await NextAsync(end));
        return returned;
    }

    private async Task<NwsValue> NextAsync(string variable)
    {
        Task<NwsValue> next = _server.Workspace.FetchAsync(variable, Limit);
        if (await Task.WhenAny(next, _firstEnd) == _firstEnd)
            Assert.Fail($"A relay ended: {(await (await _firstEnd).EndAsync()).Errors}");
        return await next;
    }

    private static async Task<TestProcess> EndedAsync(TestProcess relay)
    {
        await relay.EndedAsync();
        return relay;
    }

    private void Start(string language, string program, params string[] options)
    {
        string path = Path.Combine(Repository.Root, "tests", "Nws.Hosts.Tests", "Values", "Programs", program);
        IEnumerable<string> inputs = Chains.SelectMany(chain => InputsOf(language, chain));
        _relays.Add(language, _server.CommandLine.Start(["run", "--ws", "shop", path, .. options, EndOf(language), .. inputs]));
    }

    private static IEnumerable<string> InputsOf(string language, string chain) =>
        Languages(chain).Index().Where(hop => hop.Item == language).Select(hop => Variable(chain, hop.Index));

    private static string[] Languages(string chain) => chain.Split('-');

    private static string Variable(string chain, int hop) => $"{chain}/{hop}";

    private static string EndOf(string language) => $"end {language}";
}
