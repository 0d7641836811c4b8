namespace Nws.Hosts.Cli.Logging;

/// <summary>How the lines of a log are written.</summary>
internal enum LogFormat
{
    /// <summary>For people.</summary>
    Text,

    /// <summary>For programs: an object per line.</summary>
    Json,
}
