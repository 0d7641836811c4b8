using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Nws.Server.Tests.WebConsole;
using Nws.TestKit;

namespace Nws.Server.Tests;

/// <summary>What a server tells of itself.</summary>
public sealed class ServerLogTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task StartAndStop_AreTold()
    {
        using var log = new Record();
        await using (await TestServer.StartAsync(new NwsServerOptions { Log = log, LogLevel = LogLevel.Information })) { }

        Assert.Equal(["Started", "Stopping", "Stopped"], log.Events.Where(told => told.Level == LogLevel.Information).Select(told => told.Event));
    }

    [Fact]
    public async Task Refusals_AreTold_AndNothingElseAtTheUsualLevel()
    {
        using var log = new Record();
        await using var server = await TestServer.StartAsync(new NwsServerOptions { Log = log, Token = "sesame", WebPort = 0 });
        await Assert.ThrowsAnyAsync<NwsException>(() => NwsServer.ConnectAsync(server.ClientOptions with { Token = "barley" }, Token));
        using var http = new ConsoleClient(server);
        using var refused = await http.PostJsonAsync("session", """{"token": "barley"}""");

        await Eventually.TrueAsync(() => log.Events.Count >= 2);
        Assert.Equal(["CallRefused", "ConnectionRefused"], log.Events.Select(told => told.Event).Order(StringComparer.Ordinal));
        Assert.All(log.Events, told => Assert.DoesNotContain("barley", told.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(null)]
    public async Task ElementsThatFailInAFarm_AreTold_WithAndWithoutAWebConsole(int? webPort)
    {
        using var log = new Record();
        await using var server = await TestServer.StartAsync(new NwsServerOptions { Log = log, WebPort = webPort });
        await using var client = await server.ConnectAsync();
        var farm = await client.OpenWsAsync("lab", cancellationToken: Token);
        await farm.StoreAsync("rank", 1, Token);
        await farm.DeclareAsync("workerCount", VariableMode.Single, Token);
        await farm.StoreAsync("worker@0", new Dictionary<string, object?> { ["rank"] = 0, ["done"] = 5, ["failed"] = 2 }, Token);

        await Eventually.TrueAsync(() => !log.Events.IsEmpty);
        Assert.Equal((LogLevel.Warning, "TasksFailed", "2 more elements have failed in the farm lab, 2 in all."), log.Events.First());
    }

    private sealed class Record : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<(LogLevel Level, string Event, string Message)> Events { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Events.Enqueue((logLevel, eventId.Name ?? "", formatter(state, exception)));

        public void Dispose()
        {
        }
    }
}
