using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Nws.Hosts.Cli.Configuration;

namespace Nws.Hosts.Cli.Logging;

/// <summary>The log of <c>nws serve</c>: one line per event, as text or as JSON. docs/service.md lists what is told.</summary>
/// <param name="output">Where the lines go.</param>
/// <param name="format">How they are written.</param>
/// <param name="time">The clock.</param>
internal sealed class ServerLog(LogOutput output, LogFormat format, TimeProvider time) : ILoggerProvider
{
    private const string Instant = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <summary>The log that the options ask for.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static ServerLog Of(ServerConfiguration configuration)
    {
        var output = new LogOutput();
        if (configuration.Get(ServerArguments.LogFile) is { } file) output.UseFile(Path.GetFullPath(file));
        return new ServerLog(output, configuration.Get(ServerArguments.LogFormat), TimeProvider.System);
    }

    /// <summary>Standard error goes to a file: gives it the name of the log of the server on a port, and goes on there if the options name no other file.</summary>
    public void NameAfter(int port, string temporary)
    {
        string path = ServerState.LogFile(port);
        if (output.HasFile) LogOutput.Rename(temporary, path);
        else output.Adopt(temporary, path);
    }

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose() => output.Dispose();

    private void Write(LogLevel level, string category, EventId id, string message, Exception? fault, IEnumerable<KeyValuePair<string, object?>> fields)
    {
        string now = time.GetUtcNow().UtcDateTime.ToString(Instant, CultureInfo.InvariantCulture);
        output.Write(format == LogFormat.Json ? Json(now, level, category, id, message, fault, fields) : Text(now, level, message, fault));
    }

    private static string Text(string now, LogLevel level, string message, Exception? fault)
    {
        string detail = fault is null ? "" : $"{Environment.NewLine}{fault}".ReplaceLineEndings($"{Environment.NewLine}  ");
        return $"{now} {Word(level)}: {message.ReplaceLineEndings(" ")}{detail}{Environment.NewLine}";
    }

    private static string Json(string now, LogLevel level, string category, EventId id, string message, Exception? fault, IEnumerable<KeyValuePair<string, object?>> fields)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("time", now);
            json.WriteString("level", Word(level));
            json.WriteString("category", category);
            json.WriteString("event", id.Name ?? $"{id.Id}");
            json.WriteString("message", message);
            foreach (var (name, value) in fields.Where(field => field.Key != "{OriginalFormat}")) WriteField(json, JsonNamingPolicy.CamelCase.ConvertName(name), value);
            if (fault is not null) json.WriteString("exception", fault.ToString());
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length) + "\n";
    }

    private static void WriteField(Utf8JsonWriter json, string name, object? value)
    {
        switch (value)
        {
            case null: json.WriteNull(name); break;
            case bool flag: json.WriteBoolean(name, flag); break;
            case int or long: json.WriteNumber(name, Convert.ToInt64(value, CultureInfo.InvariantCulture)); break;
            case double number when double.IsFinite(number): json.WriteNumber(name, number); break;
            default: json.WriteString(name, Convert.ToString(value, CultureInfo.InvariantCulture)); break;
        }
    }

    private static string Word(LogLevel level) => level.ToString().ToLowerInvariant();

    private sealed class Logger(ServerLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        // What is told at all the server's factory decides.
        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            log.Write(logLevel, category, eventId, formatter(state, exception), exception, state as IEnumerable<KeyValuePair<string, object?>> ?? []);
    }
}
