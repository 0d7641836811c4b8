using System.Collections.Concurrent;
using Nws.Hosts.Languages;
using Nws.TestKit;

namespace Nws.Hosts.Tests.Languages;

/// <summary>An element that others have to wait for is told of while it runs, by the kernels that can.</summary>
public sealed class MapStallTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(NwsLanguage.CSharp)]
    [InlineData(NwsLanguage.Python)]
    [InlineData(NwsLanguage.JavaScript)]
    public async Task Stalled_ComesBehindWhatIsDone_AndNothingBehindBegins(NwsLanguage language)
    {
        using var folder = new TemporaryFolder();
        string file = Path.Combine(folder.Path, "go");
        await using var host = new KernelHost(language, LanguageRegistry.Current, new KernelSettings());
        var parts = new ConcurrentQueue<MapPart>();
        var stalled = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        NwsValue[] rows = [.. new[] { "", "", file, "" }.Select(name => NwsValue.From(new object[] { name }))];
        var request = new MapRequest(MapKind.Invoke, WaitingFunctions.Of(language), rows)
        {
            Patience = TimeSpan.FromSeconds(0.05),
            Stalled = position => stalled.TrySetResult(position),
        };
        // What is compiled on first use is no element's fault.
        await host.MapAsync(request with { Rows = [rows[0]], Patience = null }, _ => { }, Cancellation).WaitAsync(Deadline, Cancellation);
        Task map = host.MapAsync(request, parts.Enqueue, Cancellation);
        Assert.Equal(2, await stalled.Task.WaitAsync(Deadline, Cancellation));
        Assert.Equal(2, parts.Sum(part => part.Values.Count));
        await File.WriteAllTextAsync(file, "", Cancellation);
        await map.WaitAsync(Deadline, Cancellation);
        Assert.Equal(["", "", file], parts.SelectMany(part => part.Values).Select(value => value.To<string>()));
        Assert.InRange(parts.Last().Seconds[^1], 0.05, Deadline.TotalSeconds);
    }
}
