using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Nws.Hosts.Languages;
using Nws.TestKit;

namespace Nws.Hosts.Tests.Languages;

/// <summary>A kernel of C# and the bare channel to it: the host is the test.</summary>
internal sealed class RawKernel : IAsyncDisposable
{
    // Generous: the first code has the compiler compiled, on a machine that is busy with other tests.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private readonly TcpClient _channel;
    private uint _lastId;

    private RawKernel(TestProcess process, TcpClient channel) => (Process, _channel) = (process, channel);

    public TestProcess Process { get; }

    public static async Task<RawKernel> StartAsync(KernelSettings? settings = null)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port: 0);
        listener.Start();
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "nws"), ["kernel", "csharp"]);
        start.Environment["NWS_KERNEL"] = listener.LocalEndpoint.ToString();
        start.Environment["NWS_KERNEL_TOKEN"] = "token";
        TestProcess process = TestProcess.Start(start);
        var kernel = new RawKernel(process, await listener.AcceptTcpClientAsync().WaitAsync(Limit));
        Assert.Equal("ready", Assert.IsType<KernelMessage.Notification>(await kernel.ReceiveAsync()).Method);
        await kernel.AskAsync("configure", (settings ?? new KernelSettings()).ToValue());
        return kernel;
    }

    public void Send(string method, params NwsValue[] parameters) =>
        _channel.GetStream().Write(KernelFrame.Encode(new KernelMessage.Request(++_lastId, method, parameters)).Span);

    public void SendEvaluate(string code) => Send("evaluate", NwsValue.From(code), NwsValue.From(Array.Empty<object>()));

    public async Task<KernelMessage?> ReceiveAsync()
    {
        byte[]? frame = await Task.Run(() => KernelFrame.Read(_channel.GetStream())).WaitAsync(Limit);
        return frame is null ? null : KernelMessage.Decode(frame);
    }

    /// <summary>The next response; what is printed before it is passed over.</summary>
    public async Task<KernelMessage.Response> ResponseAsync()
    {
        while (true)
        {
            KernelMessage? message = await ReceiveAsync();
            Assert.NotNull(message);
            if (message is KernelMessage.Response response)
                return response;
        }
    }

    /// <summary>Waits until the running code has printed something.</summary>
    public async Task PrintedAsync() => Assert.Equal("output", Assert.IsType<KernelMessage.Notification>(await ReceiveAsync()).Method);

    public Task<KernelMessage.Response> AskAsync(string method, params NwsValue[] parameters)
    {
        Send(method, parameters);
        return ResponseAsync();
    }

    /// <summary>The value of an expression.</summary>
    public async Task<NwsValue> EvaluateAsync(string code)
    {
        SendEvaluate(code);
        KernelMessage.Response response = await ResponseAsync();
        Assert.Null(response.Error);
        return response.Result;
    }

    /// <summary>Ends the host.</summary>
    public void Close() => _channel.Dispose();

    public async ValueTask DisposeAsync()
    {
        Close();
        await Process.DisposeAsync();
    }
}
