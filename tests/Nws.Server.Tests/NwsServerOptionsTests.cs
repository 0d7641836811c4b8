using Nws.TestKit;

namespace Nws.Server.Tests;

public class NwsServerOptionsTests
{
    [Fact]
    public void Validate_OfTheDefaults_IsFine() => new NwsServerOptions().Validate();

    [Fact]
    public void Validate_OfManyFaults_TellsThemAllAtOnce()
    {
        var options = new NwsServerOptions
        {
            Host = "nowhere", Port = -1, WebPort = 65_536, Token = "", MaxValueBytes = 0, MaxConnections = 0, MaxPendingRequests = -5,
            MaxUnsentBytes = 0, MaxFetchCount = 0, HelloTimeout = TimeSpan.Zero,
        };
        string message = Assert.Throws<ArgumentException>(options.Validate).Message;
        string[] named =
        [
            "'nowhere'", "Port -1", "Web port 65536", "token", "MaxValueBytes 0", "MaxConnections", "MaxPendingRequests", "MaxUnsentBytes", "MaxFetchCount",
            "HelloTimeout",
        ];
        Assert.All(named, name => Assert.Contains(name, message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("*")]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    [InlineData("192.168.1.7")]
    public void Validate_OfAReachableAddressWithoutToken_SaysWhatToDo(string host)
    {
        var open = new NwsServerOptions { Host = host };
        string message = Assert.Throws<ArgumentException>(open.Validate).Message;
        Assert.Contains("--token", message, StringComparison.Ordinal);
        Assert.Contains("--insecure", message, StringComparison.Ordinal);
        (open with { Token = "secret" }).Validate();
        (open with { Insecure = true }).Validate();
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("127.1.2.3")]
    [InlineData("::1")]
    public void Validate_OfALoopbackAddress_NeedsNoToken(string host) => new NwsServerOptions { Host = host }.Validate();

    [Theory]
    [InlineData(-1)]
    [InlineData(2 * 24)]
    public void Validate_OfAHelloTimeoutNoTimerKeeps_IsRefused(int hours)
    {
        var options = new NwsServerOptions { HelloTimeout = TimeSpan.FromHours(hours) };
        Assert.Contains("HelloTimeout", Assert.Throws<ArgumentException>(options.Validate).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartAsync_WithFaultyOptions_StartsNothing()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => TestServer.StartAsync(new NwsServerOptions { MaxConnections = 0 }));
    }
}
