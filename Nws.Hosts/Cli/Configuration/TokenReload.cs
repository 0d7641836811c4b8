using System.CommandLine;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Nws.Server;

namespace Nws.Hosts.Cli.Configuration;

/// <summary>
/// Reads the configuration of a running server again at every SIGHUP, and lets its tokens hold from then on. A fault in it changes nothing. The SIGHUP of a terminal that goes away ends the server as it always did.
/// </summary>
internal sealed class TokenReload : IDisposable
{
    private static readonly Action<ILogger, string, Exception?> LogFault = LoggerMessage.Define<string>(
        LogLevel.Error, new EventId(16, "ReloadRefused"), "The configuration was read again, and the tokens stay as they were: {Reason}");
    private static readonly Action<ILogger, string, Exception?> LogOthers = LoggerMessage.Define<string>(
        LogLevel.Warning, new EventId(17, "RestartNeeded"), "Other options than tokens have changed in the configuration, and hold from the next start on: {Options}.");

    private readonly ParseResult _parsed;
    private readonly ServerConfiguration _started;
    private readonly NwsServerHost _server;
    private readonly ILogger _logger;
    private readonly Action<ReloadReport> _report;
    private readonly bool _hasTerminal = Terminal.IsThere();
    private readonly Lock _turn = new();
    private readonly PosixSignalRegistration? _registration;

    /// <param name="parsed">The command line of the server.</param>
    /// <param name="started">What it was started with.</param>
    /// <param name="server">The server.</param>
    /// <param name="logger">Where it is told what is wrong.</param>
    /// <param name="report">Is told how each reload went.</param>
    public TokenReload(ParseResult parsed, ServerConfiguration started, NwsServerHost server, ILogger logger, Action<ReloadReport> report)
    {
        (_parsed, _started, _server, _logger, _report) = (parsed, started, server, logger, report);
        if (!OperatingSystem.IsWindows()) _registration = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Take);
    }

    public void Dispose() => _registration?.Dispose();

    private void Take(PosixSignalContext signal)
    {
        if (_hasTerminal && !Terminal.IsThere()) return;
        signal.Cancel = true;
        try
        {
            lock (_turn) _report(Reload());
        }
        catch (Exception fault)
        {
            // Whatever it is, it is no reason for the server to end.
            LogFault(_logger, fault.Message, fault);
        }
    }

    private ReloadReport Reload()
    {
        ServerConfiguration? configuration = null;
        try
        {
            configuration = ServerConfiguration.Read(_parsed);
            var options = configuration.Options;
            _server.ReplaceTokens(options.Token, options.Tokens);
        }
        catch (Exception fault) when (fault is FormatException or ArgumentException)
        {
            // What is wrong in a place is told with it; what is wrong with the whole is without.
            string reason = fault is ArgumentException && configuration?.TokenFile is { } file ? $"{file}: {fault.Message}" : fault.Message;
            LogFault(_logger, reason, null);
            return new ReloadReport(false, reason);
        }
        string others = string.Join(", ", Changed(configuration));
        if (others.Length > 0 && _started.Get(ServerArguments.LogLevel) <= LogLevel.Warning) LogOthers(_logger, others, null);
        return new ReloadReport(true, others.Length > 0 ? $"the tokens hold as they are now; other options have changed, too, and wait for nws restart: {others}" : "the tokens hold as they are now");
    }

    private IEnumerable<string> Changed(ServerConfiguration now) =>
        ServerArguments.All.Where(setting => setting != ServerArguments.Token && setting != ServerArguments.Tokens && !Equals(_started.ValueOf(setting), now.ValueOf(setting))).Select(setting => setting.Name);
}
