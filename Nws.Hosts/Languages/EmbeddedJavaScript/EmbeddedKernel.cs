using System.Runtime.InteropServices;
using Nws.Hosts.Languages.KernelEnd;

namespace Nws.Hosts.Languages.EmbeddedJavaScript;

/// <summary>
/// The kernel program of JavaScript where there is no Node.js, <c>nws kernel javascript</c>, and with <c>--sandbox</c> the one for code that nobody vouches for: there every task has an engine of its own.
/// </summary>
internal sealed class EmbeddedKernel : IDisposable
{
    /// <summary>Deep recursion in JavaScript takes much of the stack of the thread that interprets it.</summary>
    private const int StackSize = 32 << 20;

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly HostChannel _host;
    private readonly TaskLimits _limits;
    private readonly ScriptCache _scripts = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<string, OutputWriter> _streams;
    private KernelSettings _settings = new();
    private readonly GivenVariables _variables = new();
    private JavaScriptEngine? _engine;
    private KernelMessage.Request? _running;
    private MapReport? _report;
    private Timer? _watchdog;
    private volatile bool _interrupted;

    private EmbeddedKernel(HostChannel host, TaskLimits limits)
    {
        (_host, _limits) = (host, limits);
        _streams = new[] { "stdout", "stderr" }.ToDictionary(name => name, name => new OutputWriter(host, name));
    }

    private JavaScriptEngine Engine => _engine ??= _variables.PutInto(new JavaScriptEngine(_settings, _limits, _scripts, (stream, text) => _streams[stream].Write(text)));

    /// <summary>Runs until the host closes the channel.</summary>
    /// <param name="sandbox">Every task gets a fresh engine, strict limits and no workspaces.</param>
    /// <returns>The exit code.</returns>
    internal static int Run(bool sandbox)
    {
        if (HostAddress.Take(NwsLanguage.JavaScript) is not { } address) return 2;
        using HostChannel host = HostChannel.Connect(address.Endpoint);
        using var kernel = new EmbeddedKernel(host, sandbox ? TaskLimits.Sandbox : TaskLimits.Ordinary);
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, kernel.OnInterrupt);
        var thread = new Thread(() => kernel.Serve(address.Token), StackSize);
        thread.Start();
        thread.Join();
        return 0;
    }

    public void Dispose()
    {
        _engine?.Dispose();
        foreach (OutputWriter stream in _streams.Values) stream.Dispose();
    }

    private void OnInterrupt(PosixSignalContext signal)
    {
        signal.Cancel = true;
        lock (_gate)
        {
            if (_running is null) return;
            _interrupted = true;
            _engine?.Interrupt();
        }
    }

    private void Serve(string token)
    {
        var about = new Dictionary<string, object?>
        {
            ["language"] = NwsLanguage.JavaScript.ToWireName(), ["version"] = $"Jint {typeof(Jint.Engine).Assembly.GetName().Version?.ToString(3)}",
            ["pid"] = Environment.ProcessId,
        };
        _host.Send(new KernelMessage.Notification("ready", [NwsValue.From(token), NwsValue.From(about)]));
        var requests = new RequestQueue(_host, closed: () => Environment.Exit(0));
        while (true) Answer(requests.Next());
    }

    private void Answer(KernelMessage.Request request)
    {
        lock (_gate) (_running, _interrupted) = (request, false);
        using var report = _report = request.Method == "map" ? new MapReport(_host, request.Id) : null;
        using var watchdog = _watchdog = new Timer(_ => GiveUp(request));
        Watch();
        KernelMessage.Response response;
        try
        {
            response = new KernelMessage.Response(request.Id, Error: null, _report is null ? Do(request.Method, request.Parameters) : Map(request.Parameters, _report));
        }
        catch (Exception fault)
        {
            if (fault is OperationCanceledException) _engine?.Abandon();
            _report?.Break();
            response = new KernelMessage.Response(request.Id, Describe(fault), NwsValue.Nil);
        }
        if (!TryEnd(request)) Thread.Sleep(Timeout.Infinite);
        _host.Send(response);
    }

    /// <summary>Lets the watchdog begin anew.</summary>
    private void Watch() => _watchdog!.Change(_limits.IsSandbox ? _limits.Time + Grace : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    private NwsValue Do(string method, IReadOnlyList<NwsValue> parameters)
    {
        if (_limits.IsSandbox && method is "evaluate" or "invoke") ForgetEngine();
        switch (method, parameters)
        {
            case ("evaluate", [var code, var arguments]):
                return Engine.Evaluate(code.To<string>(), arguments.Items);
            case ("invoke", [var function, var arguments]):
                return Engine.Invoke(function.To<string>(), arguments.Items);
            case ("define", [var code]):
                Define(code.To<string>());
                return NwsValue.Nil;
            case ("set", [var name, var value]):
                _variables.Set(name.To<string>(), value);
                if (!_limits.IsSandbox) Engine.Set(name.To<string>(), value);
                return NwsValue.Nil;
            case ("unset", [var name]):
                _variables.Unset(name.To<string>());
                if (!_limits.IsSandbox) Engine.Unset(name.To<string>());
                return NwsValue.Nil;
            case ("complete", [var code, var cursor]):
                return Engine.Complete(code.To<string>(), cursor.To<int>());
            case ("configure", [var settings]):
                _settings = KernelSettings.FromValue(settings);
                ForgetEngine();
                return NwsValue.Nil;
            default:
                throw new ArgumentException($"A kernel knows no request '{method}' with {parameters.Count} parameters.");
        }
    }

    private NwsValue Map(IReadOnlyList<NwsValue> parameters, MapReport report)
    {
        var map = MapRequest.FromParameters(parameters, report.SendBegun);
        report.Patience = map.Patience;
        try
        {
            for (int position = 0; position < map.Rows.Count; position++)
            {
                Watch();
                map.Begun?.Invoke(position);
                report.Begin(position);
                RunElement(map, position, report);
                // An engine that was interrupted at the end of an element knows nothing of it any more.
                if (_interrupted) throw new OperationCanceledException("The task was interrupted.");
                if (report.IsOver) break;
            }
            return report.Finish();
        }
        finally
        {
            if (map.Seed is not null) Engine.Seed(null, 0);
        }
    }

    private void RunElement(MapRequest map, int position, MapReport report)
    {
        try
        {
            if (map.TryGetArguments(position, out NwsValue[] arguments) is { } refusal)
            {
                report.Fail(position, refusal);
                return;
            }
            if (_limits.IsSandbox) ForgetEngine();
            if (map.Seed is not null) Engine.Seed(map.Seed, map.First + position);
            report.Add(map.Kind == MapKind.Invoke ? Engine.Invoke(map.Code, arguments) : Engine.Evaluate(map.Code, arguments));
        }
        catch (Exception fault) when (!_interrupted)
        {
            report.Fail(position, Describe(fault));
        }
    }

    private void ForgetEngine()
    {
        lock (_gate)
        {
            _engine?.Dispose();
            _engine = null;
        }
    }

    private void Define(string code)
    {
        if (string.IsNullOrWhiteSpace(code)) return;
        if (_limits.IsSandbox) throw new InvalidOperationException("The sandbox keeps no definitions: every task begins anew.");
        Engine.Define(code);
    }

    private NwsError Describe(Exception fault)
    {
        try
        {
            return Engine.Describe(fault);
        }
        catch (Exception second)
        {
            // What was thrown cannot even be looked at: its own getters throw, or loop.
            return new NwsError(second.GetType().Name, second.Message, "", NwsLanguage.JavaScript.ToWireName());
        }
    }

    /// <summary>The task is where no limit is asked after: in one long step of the interpreter. Its host gets the reason, and another kernel.</summary>
    private void GiveUp(KernelMessage.Request request)
    {
        if (!TryEnd(request)) return;
        _report?.Break();
        Console.Error.WriteLine(TaskWatch.OutOfTime(_limits).Message);
        Environment.Exit(1);
    }

    /// <returns>False if the request has ended already.</returns>
    private bool TryEnd(KernelMessage.Request request)
    {
        lock (_gate)
        {
            bool ends = _running == request;
            if (ends) _running = null;
            return ends;
        }
    }
}
