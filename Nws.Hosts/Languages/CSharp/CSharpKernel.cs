using System.Runtime.InteropServices;

namespace Nws.Hosts.Languages.CSharp;

/// <summary>
/// The kernel program of C#, <c>nws kernel csharp</c>: does what the host at the other end of the channel asks, one request after the
/// other.
/// </summary>
internal sealed class CSharpKernel(HostChannel host)
{
    private static readonly Lazy<ScriptReferences> Platform = new(() => new ScriptReferences());

    private CSharpEngine? _engine;

    private CSharpEngine Engine => _engine ??= new CSharpEngine(new ScriptGlobals(new KernelSettings()), Platform.Value);

    /// <summary>Runs until the host closes the channel.</summary>
    /// <returns>The exit code.</returns>
    internal static async Task<int> RunAsync()
    {
        if (TakeVariable("NWS_KERNEL") is not { } address || TakeVariable("NWS_KERNEL_TOKEN") is not { } token)
        {
            await Console.Error.WriteLineAsync(
                "This is the part of nws that a worker or the REPL starts to run C#; it does nothing by itself.");
            return 2;
        }
        // No interrupt ends a loop of C#. Without this it would end the kernel, even between two tasks.
        using var interrupts = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = true);
        _ = Task.Run(WarmUpAsync);
        using HostChannel host = await HostChannel.ConnectAsync(address);
        Console.SetOut(new OutputWriter(host, "stdout"));
        Console.SetError(new OutputWriter(host, "stderr"));
        var about = new Dictionary<string, object?>
        {
            ["language"] = NwsLanguage.CSharp.ToWireName(), ["version"] = Environment.Version.ToString(), ["pid"] = Environment.ProcessId,
        };
        host.Send(new KernelMessage.Notification("ready", [NwsValue.From(token), NwsValue.From(about)]));
        host.StartReceiving(closed: () => Environment.Exit(0));
        await new CSharpKernel(host).ServeAsync();
        return 0;
    }

    private async Task ServeAsync()
    {
        await foreach (KernelMessage.Request request in host.Requests.ReadAllAsync())
            host.Send(await AnswerAsync(request));
    }

    private async Task<KernelMessage.Response> AnswerAsync(KernelMessage.Request request)
    {
        try
        {
            return new KernelMessage.Response(request.Id, Error: null, await DoAsync(request.Method, request.Parameters));
        }
        catch (Exception exception)
        {
            return new KernelMessage.Response(request.Id, ScriptErrors.Describe(exception), NwsValue.Nil);
        }
    }

    private async Task<NwsValue> DoAsync(string method, IReadOnlyList<NwsValue> parameters)
    {
        switch (method, parameters)
        {
            case ("evaluate", [var code, var arguments]):
                return await Engine.EvaluateAsync(code.To<string>(), arguments.Items);
            case ("invoke", [var function, var arguments]):
                return await Engine.InvokeAsync(function.To<string>(), arguments.Items);
            case ("define", [var code]):
                await Engine.DefineAsync(code.To<string>());
                return NwsValue.Nil;
            case ("configure", [var settings]):
                Configure(KernelSettings.FromValue(settings));
                return NwsValue.Nil;
            default:
                throw new ArgumentException($"A kernel knows no request '{method}' with {parameters.Count} parameters.");
        }
    }

    private void Configure(KernelSettings settings)
    {
        // The default of every connection that a task makes by itself.
        if (settings.Server is not null)
            Environment.SetEnvironmentVariable(NwsEndpoint.ServerVariable, settings.Server);
        if (settings.Token is not null)
            Environment.SetEnvironmentVariable(NwsEndpoint.TokenVariable, settings.Token);
        ScriptReferences references = settings.ModulePath is null ? Platform.Value : new ScriptReferences(settings.ModulePath);
        _engine = new CSharpEngine(new ScriptGlobals(settings), references);
    }

    /// <summary>The compiler is slow the first time: it may as well begin while the host is still getting ready.</summary>
    private static Task<NwsValue> WarmUpAsync() =>
        new CSharpEngine(new ScriptGlobals(new KernelSettings()), Platform.Value).EvaluateAsync("0", []);

    private static string? TakeVariable(string name)
    {
        string? value = Environment.GetEnvironmentVariable(name);
        Environment.SetEnvironmentVariable(name, null);
        return value;
    }
}
