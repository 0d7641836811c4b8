using System.Net;
using System.Net.Sockets;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Nws.Server.Engine;
using Nws.Server.Loop;
using Nws.Server.Persistence;
using Nws.Server.Rights;
using Nws.Server.Sessions;
using Nws.Server.Transport;
using Nws.Server.WebConsole;

namespace Nws.Server;

/// <summary>
/// A running server, for embedding in any process: <c>await using var server = await NwsServerHost.StartAsync();</c>. Disposing it tells the clients and ends their
/// connections.
/// </summary>
public sealed class NwsServerHost : IAsyncDisposable
{
    private const int LongestAddress = 1 << 18;
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(10);
    private static readonly Action<ILogger, string, string, int?, string, Exception?> LogStart = LoggerMessage.Define<string, string, int?, string>(
        LogLevel.Information, new EventId(6, "Started"), "{Server} listens at {Endpoint}; port of the web console: {WebPort}; data file: {Data}.");
    private static readonly Action<ILogger, Exception?> LogStopping = LoggerMessage.Define(LogLevel.Information, new EventId(7, "Stopping"), "The server is being stopped: it takes nothing more and ends what it has.");
    private static readonly Action<ILogger, Exception?> LogStopped = LoggerMessage.Define(LogLevel.Information, new EventId(8, "Stopped"), "The server has stopped; all that was answered is written down.");

    private static readonly Action<ILogger, int, int, Exception?> LogTokens = LoggerMessage.Define<int, int>(
        LogLevel.Information, new EventId(15, "TokensReplaced"), "{Tokens} tokens hold from now on; {Ended} of those before are gone or allow less, and what was begun with them has ended.");

    private readonly WebApplication _application;
    private readonly SessionHost _sessions;
    private readonly ILogger _logger;
    private readonly ServerMeters? _meters;
    private int _disposed;

    private NwsServerHost(WebApplication application, NwsServerOptions options, SessionHost sessions, TimeProvider time)
    {
        (_application, _sessions, _logger) = (application, sessions, application.Services.GetRequiredService<ILogger<NwsServerHost>>());
        var bound = application.Urls.Select(url => new Uri(url).Port).ToArray();
        Host = options.Host;
        Endpoint = options.LocalEndpoint with { Port = bound[0] };
        Port = bound[0];
        WebPort = options.WebPort is null ? null : bound[1];
        if (!options.Telemetry) return;
        var engine = new EngineAccess(sessions.Loop);
        _meters = new ServerMeters(engine, new ServerFigures(engine, options, ServerName, time, () => Port), time, _logger);
    }

    /// <summary>The address the server listens on, as the options gave it.</summary>
    public string Host { get; }

    /// <summary>The TCP port clients connect to.</summary>
    public int Port { get; }

    /// <summary>The HTTP port of the web console; null without one.</summary>
    public int? WebPort { get; }

    /// <summary>Where clients on this machine find the server.</summary>
    public NwsEndpoint Endpoint { get; }

    /// <summary>Name and version the server gives itself, for example <c>nws 0.1.0</c>.</summary>
    public static string ServerName { get; } =
        $"nws {typeof(NwsServerHost).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion}";

    /// <summary>Starts a server.</summary>
    /// <param name="options">How to run; default: every default of <see cref="NwsServerOptions"/>.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <exception cref="ArgumentException">The options are wrong; the message lists every fault.</exception>
    /// <exception cref="IOException">A port is taken or may not be used; the message names it.</exception>
    /// <exception cref="NwsStorageException">The data file cannot be used; the message says why.</exception>
    public static Task<NwsServerHost> StartAsync(NwsServerOptions? options = null, CancellationToken cancellationToken = default) =>
        StartAsync(options ?? new NwsServerOptions(), TimeProvider.System, cancellationToken);

    internal static async Task<NwsServerHost> StartAsync(NwsServerOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        options.Validate();
        var application = Build(options, time);
        SessionHost? sessions = null;
        try
        {
            sessions = application.Services.GetRequiredService<SessionHost>();
            _ = application.Services.GetRequiredService<FarmHistory>(); // it looks from now on, whether or not a console shows it
            await application.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            await application.DisposeAsync().ConfigureAwait(false);
            sessions?.Loop.Dispose();
            if (fault is NwsStorageException or not (IOException or SocketException)) throw;
            throw new IOException($"The server cannot listen on {options.Host}, port {options.Port}{WebPortText(options)}: {fault.Message}", fault);
        }
        var server = new NwsServerHost(application, options, sessions, time);
        sessions.WebPort = server.WebPort;
        LogStart(server._logger, ServerName, server.Endpoint.ToString(), server.WebPort, options.Data ?? "none", null);
        return server;
    }

    /// <summary>
    /// Replaces the tokens while the server runs. A token is the same if its secret is; what was begun with one that allows no less than before goes on. Connections, web sessions and calls of one that is gone or allows less end, with the
    /// sessions that could have been resumed; clients of a token that allows less may connect again.
    /// </summary>
    /// <param name="token">As <see cref="NwsServerOptions.Token"/>.</param>
    /// <param name="tokens">As <see cref="NwsServerOptions.Tokens"/>.</param>
    /// <exception cref="ArgumentException">
    /// They are wrong, or there would be none where there were some, or some where there was none: whether clients need a token is decided at the start. Nothing has changed then.
    /// </exception>
    public void ReplaceTokens(string? token, IReadOnlyList<NwsToken> tokens)
    {
        var options = _sessions.Options with { Token = token, Tokens = tokens };
        options.Validate();
        if (options.AsksForToken != _sessions.Options.AsksForToken)
        {
            throw new ArgumentException(options.AsksForToken
                ? "The server was started without tokens; that clients need one takes a restart."
                : "There is no token left; a server that everybody may use takes a restart.");
        }
        var (count, ended) = _sessions.ReplaceTokens(options);
        LogTokens(_logger, count, ended, null);
    }

    /// <summary>Stops the server: clients are told, their connections end. One that does not listen is cut off after some seconds.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1) return;
        LogStopping(_logger, null);
        if (_meters is not null) await _meters.DisposeAsync().ConfigureAwait(false);
        await _application.StopAsync().ConfigureAwait(false);
        await _application.DisposeAsync().ConfigureAwait(false);
        _sessions.Loop.Dispose();
        LogStopped(_logger, null);
    }

    /// <summary>Everything but the start. Standard output and signals belong to the process the server is a guest in.</summary>
    internal static WebApplication Build(NwsServerOptions options, TimeProvider time)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        // A start that fails is told by the exception.
        var framework = options.LogLevel > LogLevel.Warning ? options.LogLevel : LogLevel.Warning;
        builder.Logging.SetMinimumLevel(options.LogLevel).AddFilter("Microsoft", framework).AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
        if (options.Log is { } log) builder.Logging.AddProvider(log);
        else AddStandardError(builder);
        builder.Services.AddSingleton<IHostLifetime, GuestLifetime>();
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(services => CreateLoop(options, time, services.GetRequiredService<ILogger<EngineLoop>>()));
        builder.Services.AddSingleton(new Grants(options));
        builder.Services.AddSingleton(services => new SessionHost(options, services.GetRequiredService<EngineLoop>(), ServerName, time)
        {
            Grants = services.GetRequiredService<Grants>(), Logger = services.GetRequiredService<ILogger<Session>>(),
        });
        builder.Services.AddSingleton<NwsConnectionHandler>();
        builder.Services.AddSingleton(services => new FarmHistory(new EngineAccess(services.GetRequiredService<EngineLoop>()), time, services.GetRequiredService<ILogger<FarmHistory>>()));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = StopLimit);
        builder.WebHost.UseKestrelCore();
        builder.Services.AddSingleton<IConnectionListenerFactory, DirectTransport>();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // Names stand in addresses, and names may be long.
            kestrel.Limits.MaxRequestLineSize = LongestAddress;
            kestrel.Listen(new DirectEndPoint(options.Address, options.Port), listen =>
            {
                TlsGate.Guard(listen, options.Certificate, options.HelloTimeout, PlainClients.NativeAnswer);
                listen.UseConnectionHandler<NwsConnectionHandler>();
            });
            if (options.WebPort is { } web) kestrel.Listen(new IPEndPoint(options.Address, web), listen => TlsGate.Guard(listen, options.Certificate, options.HelloTimeout, PlainClients.WebAnswer));
        });
        var application = builder.Build();
        if (options.WebPort is not null) ConsoleEndpoints.Map(application, options, ServerName, time);
        return application;
    }

    private static void AddStandardError(WebApplicationBuilder builder)
    {
        builder.Logging.AddSimpleConsole();
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    }

    private static EngineLoop CreateLoop(NwsServerOptions options, TimeProvider time, ILogger logger)
    {
        var engineOptions = new EngineOptions(
            options.Seed, options.MaxVariableValues, options.MaxVariableWaiters, options.MaxMemoryBytes, options.MaxWatchEvents, options.LargeValueBytes,
            options.MaxDataMemoryBytes ?? options.MaxMemoryBytes / 2);
        var spans = options.Telemetry ? new RequestSpans() : null;
        if (options.Data is not { } file) return new EngineLoop(new WorkspaceEngine(engineOptions), time, logger, spans: spans);
        var journal = SqliteJournal.Open(Path.GetFullPath(file), options.Durability, out var kept, disk: DiskPolicy.Of(engineOptions));
        return new EngineLoop(new WorkspaceEngine(engineOptions, kept), time, logger, new GroupCommit(journal, logger, values: journal.Values, spans: spans), spans);
    }

    private static string WebPortText(NwsServerOptions options) => options.WebPort is { } web ? $" or {web}" : "";
}
