using System.Runtime.InteropServices;
using Nws.Client;
using Nws.Hosts.Languages.KernelEnd;

namespace Nws.Hosts.Languages.CSharp;

/// <summary>
/// The kernel program of C#, <c>nws kernel csharp</c>: does what the host at the other end of the channel asks, one request after the
/// other.
/// </summary>
internal sealed class CSharpKernel
{
    private static readonly Lazy<ScriptReferences> Platform = new(() => new ScriptReferences());

    private readonly HostChannel _host;
    private readonly Interruption _interruption;
    private ScriptGlobals? _globals;
    private CSharpEngine? _engine;

    private CSharpKernel(HostChannel host)
    {
        _host = host;
        _interruption = new Interruption(() => _globals?.CancelRequests() ?? false);
    }

    private CSharpEngine Engine => _engine ??= NewEngine(new KernelSettings());

    /// <summary>Runs until the host closes the channel.</summary>
    /// <returns>The exit code.</returns>
    internal static int Run()
    {
        if (HostAddress.Take(NwsLanguage.CSharp) is not { } address)
            return 2;
        Task warmUp = Task.Run(WarmUpAsync);
        using HostChannel host = HostChannel.Connect(address.Endpoint);
        Console.SetOut(new OutputWriter(host, "stdout"));
        Console.SetError(new OutputWriter(host, "stderr"));
        Console.SetIn(TextReader.Null);
        var kernel = new CSharpKernel(host);
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, kernel.OnInterrupt);
        kernel.Serve(address.Token, warmUp);
        return 0;
    }

    private void OnInterrupt(PosixSignalContext signal)
    {
        signal.Cancel = true;
        _interruption.Interrupt();
    }

    private void Serve(string token, Task warmUp)
    {
        var about = new Dictionary<string, object?>
        {
            ["language"] = NwsLanguage.CSharp.ToWireName(), ["version"] = Environment.Version.ToString(), ["pid"] = Environment.ProcessId,
        };
        _host.Send(new KernelMessage.Notification("ready", [NwsValue.From(token), NwsValue.From(about)]));
        // Two first compilations at once have been seen to disturb each other; this one is nearly done.
        warmUp.Block();
        var requests = new RequestQueue(_host, closed: () => Environment.Exit(0));
        while (true)
            _host.Send(Answer(requests.Next()));
    }

    private KernelMessage.Response Answer(KernelMessage.Request request)
    {
        using MapReport? report = request.Method == "map" ? new MapReport(_host, request.Id) : null;
        try
        {
            NwsValue value = _interruption.Run(() => report is null ? DoAsync(request.Method, request.Parameters) : MapAsync(request.Parameters, report));
            return new KernelMessage.Response(request.Id, Error: null, value);
        }
        catch (Exception exception)
        {
            report?.Break();
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
            case ("set", [var name, var value]):
                await Engine.SetAsync(name.To<string>(), value);
                return NwsValue.Nil;
            case ("unset", [var name]):
                await Engine.UnsetAsync(name.To<string>());
                return NwsValue.Nil;
            case ("complete", [var code, var cursor]):
                return Engine.Complete(code.To<string>(), cursor.To<int>());
            case ("describe", []):
                return NwsValue.From(Engine.Describe());
            case ("configure", [var settings]):
                Configure(KernelSettings.FromValue(settings));
                return NwsValue.Nil;
            default:
                throw new ArgumentException($"A kernel knows no request '{method}' with {parameters.Count} parameters.");
        }
    }

    private async Task<NwsValue> MapAsync(IReadOnlyList<NwsValue> parameters, MapReport report)
    {
        try
        {
            await Engine.MapAsync(MapRequest.FromParameters(parameters, report.SendBegun), report, () => _interruption.IsRequested);
            return report.Finish();
        }
        finally
        {
            Engine.EndMap();
        }
    }

    private void Configure(KernelSettings settings)
    {
        // The default of every connection that a task makes by itself.
        if (settings.Server is not null)
            Environment.SetEnvironmentVariable(NwsEndpoint.ServerVariable, settings.Server);
        if (settings.Token is not null)
            Environment.SetEnvironmentVariable(NwsEndpoint.TokenVariable, settings.Token);
        _engine = NewEngine(settings);
    }

    private CSharpEngine NewEngine(KernelSettings settings)
    {
        _globals = new ScriptGlobals(settings);
        return new CSharpEngine(_globals, settings.ModulePath is null ? Platform.Value : new ScriptReferences(settings.ModulePath));
    }

    /// <summary>The compiler is slow the first time: it may as well begin while the host is still getting ready.</summary>
    private static Task<NwsValue> WarmUpAsync() =>
        new CSharpEngine(new ScriptGlobals(new KernelSettings()), Platform.Value).EvaluateAsync("0", []);
}
