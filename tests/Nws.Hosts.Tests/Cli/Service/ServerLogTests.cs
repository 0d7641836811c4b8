using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Nws.Hosts.Cli.Logging;
using Nws.TestKit;

namespace Nws.Hosts.Tests.Cli.Service;

/// <summary>The lines of a log, and the file they go to.</summary>
public sealed class ServerLogTests : IDisposable
{
    private static readonly Action<ILogger, string, int, Exception?> LogSample = LoggerMessage.Define<string, int>(LogLevel.Warning, new EventId(7, "Sample"), "{Who} has {Count} faults.");

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string File1 => Path.Combine(_folder.Path, "nws.log");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Text_IsALineForPeople_WhateverIsInIt()
    {
        Tell(LogFormat.Text, "somebody\nelse", null);

        Assert.Equal("2026-01-02T03:04:05.000Z warning: somebody else has 3 faults.\n", File.ReadAllText(File1));
    }

    [Fact]
    public void Text_OfAFault_HasItsStackBehindIt()
    {
        Tell(LogFormat.Text, "nobody", new InvalidOperationException("broken"));

        Assert.StartsWith("2026-01-02T03:04:05.000Z warning: nobody has 3 faults.\n  System.InvalidOperationException: broken", File.ReadAllText(File1), StringComparison.Ordinal);
    }

    [Fact]
    public void Json_IsAnObjectPerLine_WithTheFieldsOfTheEvent()
    {
        Tell(LogFormat.Json, "a \"name\"\n", new InvalidOperationException("broken"));

        string line = Assert.Single(File.ReadAllLines(File1));
        var json = JsonDocument.Parse(line).RootElement;
        Assert.Equal(("2026-01-02T03:04:05.000Z", "warning", "shop", "Sample"), (Of("time"), Of("level"), Of("category"), Of("event")));
        Assert.Equal(("a \"name\"\n", 3), (Of("who"), json.GetProperty("count").GetInt32()));
        Assert.StartsWith("System.InvalidOperationException: broken", Of("exception"), StringComparison.Ordinal);

        string? Of(string name) => json.GetProperty(name).GetString();
    }

    [Fact]
    public void File_ThatHasGrown_IsBegunAnew_AndItsNewestPartsAreKept()
    {
        using var output = new LogOutput(bound: 100);
        output.UseFile(File1);
        for (int i = 0; i < 60; i++) output.Write($"line {i:00} of the log\n");

        string[] parts = [File1, .. Enumerable.Range(1, 3).Select(number => LogOutput.OlderPart(File1, number))];
        Assert.All(parts, part => Assert.InRange(new FileInfo(part).Length, 1, 100));
        Assert.Equal(parts.Order(StringComparer.Ordinal), Directory.GetFiles(_folder.Path).Order(StringComparer.Ordinal));
        string kept = string.Concat(parts.Reverse().Select(File.ReadAllText));
        string[] lines = kept.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(Enumerable.Range(60 - lines.Length, lines.Length).Select(i => $"line {i:00} of the log"), lines);
    }

    [Fact]
    public void File_OthersWriteTo_KeepsWhatTheyWrote()
    {
        using var output = new LogOutput();
        output.UseFile(File1);
        output.Write("one\n");
        File.AppendAllText(File1, "two\n");
        output.Write("three\n");

        Assert.Equal(["one", "two", "three"], File.ReadAllLines(File1));
    }

    [Theory]
    [InlineData(0, "")]
    [InlineData(1, "c\n")]
    [InlineData(2, "bb\nc\n")]
    [InlineData(3, "a\nbb\nc\n")]
    [InlineData(99, "a\nbb\nc\n")]
    public async Task Reader_WritesTheLastLines(int lines, string expected)
    {
        await File.WriteAllTextAsync(File1, "a\nbb\nc\n", Cancellation);
        var read = new StringBuilder();
        using var reader = new LogReader(File1, bytes => read.Append(Encoding.UTF8.GetString(bytes.Span)));

        await reader.WriteLastAsync(lines, Cancellation);

        Assert.Equal(expected, read.ToString());
    }

    [Fact]
    public async Task Reader_FollowsAFileThatIsBegunAnew_WithoutLosingALine()
    {
        using var output = new LogOutput(bound: 4_000);
        output.UseFile(File1);
        var read = new StringBuilder();
        using var reader = new LogReader(File1, bytes => { lock (read) read.Append(Encoding.UTF8.GetString(bytes.Span)); });
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        Task following = reader.FollowAsync(end.Token);
        List<string> written = [];

        for (int round = 0; round < 5; round++)
        {
            for (int i = 0; i < 50; i++)
            {
                written.Add($"round {round}, line {i:00} of the log");
                output.Write(written[^1] + "\n");
            }
            await Eventually.TrueAsync(() => Read().EndsWith($"{written[^1]}\n", StringComparison.Ordinal));
        }
        await end.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => following);
        Assert.Equal(written, Read().Split('\n', StringSplitOptions.RemoveEmptyEntries));

        string Read()
        {
            lock (read) return read.ToString();
        }
    }

    private void Tell(LogFormat format, string who, Exception? fault)
    {
        var output = new LogOutput();
        output.UseFile(File1);
        using var log = new ServerLog(output, format, new FakeTimeProvider(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero)));
        LogSample(log.CreateLogger("shop"), who, 3, fault);
    }
}
