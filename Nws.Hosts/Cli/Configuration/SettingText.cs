using System.Globalization;
using Microsoft.Extensions.Logging;
using Nws.Hosts.Cli.Logging;
using Nws.Server;

namespace Nws.Hosts.Cli.Configuration;

/// <summary>Reads the values of settings from text, the same way wherever the text comes from.</summary>
internal static class SettingText
{
    private static readonly (string Unit, long Size)[] Sizes = [("KiB", 1L << 10), ("MiB", 1L << 20), ("GiB", 1L << 30), ("TiB", 1L << 40)];

    public static string Text(string text) => text.Length > 0 ? text : throw new FormatException("The value is empty.");

    public static bool Flag(string text) => text.ToLowerInvariant() switch
    {
        "true" or "1" or "yes" or "on" => true,
        "false" or "0" or "no" or "off" => false,
        _ => throw new FormatException($"'{text}' is neither true nor false."),
    };

    public static int Port(string text) => ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ushort port)
        ? port
        : throw new FormatException($"'{text}' is not a port; a port is a number from 0 to 65535.");

    public static int Count(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count > 0
        ? count
        : throw new FormatException($"'{text}' is no count; that is an integer from 1 to {int.MaxValue}.");

    public static double Grace(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds) && seconds <= 86_400
            ? seconds
            : throw new FormatException($"'{text}' is no time to wait for a client; it is a number of seconds from 0 to 86400.");

    public static NwsDurability Durability(string text) => text switch
    {
        "full" => NwsDurability.Full,
        "relaxed" => NwsDurability.Relaxed,
        _ => throw new FormatException($"'{text}' is no durability; there are: full, relaxed."),
    };

    public static LogLevel LogLevel(string text) => text switch
    {
        "debug" => Microsoft.Extensions.Logging.LogLevel.Debug,
        "information" => Microsoft.Extensions.Logging.LogLevel.Information,
        "warning" => Microsoft.Extensions.Logging.LogLevel.Warning,
        "error" => Microsoft.Extensions.Logging.LogLevel.Error,
        _ => throw new FormatException($"'{text}' is no level of a log; there are: debug, information, warning, error."),
    };

    public static LogFormat LogFormat(string text) => text switch
    {
        "text" => Logging.LogFormat.Text,
        "json" => Logging.LogFormat.Json,
        _ => throw new FormatException($"'{text}' is no format of a log; there are: text, json."),
    };

    /// <summary>A number of bytes; KiB, MiB, GiB and TiB may stand behind it.</summary>
    public static long? Bytes(string text)
    {
        var (unit, size) = Array.Find(Sizes, known => text.EndsWith(known.Unit, StringComparison.OrdinalIgnoreCase));
        string number = unit is null ? text : text[..^unit.Length].TrimEnd();
        return long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out long count) && count <= long.MaxValue / Math.Max(size, 1)
            ? count * Math.Max(size, 1)
            : throw new FormatException($"'{text}' is no number of bytes; write for example 65536, 64KiB or 2GiB.");
    }

    /// <summary>A number of bytes that one value may have.</summary>
    public static int ValueBytes(string text) => Bytes(text) is > 0 and <= int.MaxValue and { } size
        ? (int)size
        : throw new FormatException($"'{text}' is no size of a value; that is from 1 byte to less than 2GiB.");
}
