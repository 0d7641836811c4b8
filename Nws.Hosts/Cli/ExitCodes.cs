using System.Runtime.InteropServices;

namespace Nws.Hosts.Cli;

/// <summary>What <c>nws</c> tells the shell at its end; a script that ran to its end gives its own code. Listed in docs/cli.md.</summary>
internal static class ExitCodes
{
    /// <summary>Everything went well.</summary>
    public const int Ok = 0;

    /// <summary>Something failed; the message says what.</summary>
    public const int Failure = 1;

    /// <summary>The command line is wrong, or names a file that cannot be run.</summary>
    public const int Usage = 2;

    /// <summary>No server answers, it refuses the token, or none is running.</summary>
    public const int NoServer = 3;

    /// <summary>There is no such value, variable or workspace, or none came in time.</summary>
    public const int Nothing = 4;

    /// <summary>The server cannot listen on the port.</summary>
    public const int PortTaken = 5;

    /// <summary>The data file is damaged or cannot be used.</summary>
    public const int BadData = 6;

    /// <summary>Elements of <c>nws each</c> failed; the others are done.</summary>
    public const int ElementsFailed = 7;

    /// <summary>The language's interpreter is not installed; as shells say it.</summary>
    public const int NoInterpreter = 127;

    /// <summary>Ended by Ctrl+C; as shells say it.</summary>
    public const int Interrupted = 130;

    /// <summary>Whoever read standard output has left; as shells say it.</summary>
    public const int ReaderGone = 141;

    /// <summary>Ended by SIGTERM; as shells say it.</summary>
    public const int Terminated = 143;

    /// <summary>The codes and their meaning, for the help.</summary>
    public static IReadOnlyList<(int Code, string Meaning)> All { get; } =
    [
        (Ok, "all went well"),
        (Failure, "it failed, or the script did"),
        (Usage, "wrong command line, or a file that cannot be run"),
        (NoServer, "no server answers, or it refuses the token; no server is running"),
        (Nothing, "no such value, variable or workspace; none came in time"),
        (PortTaken, "the server cannot listen on the port"),
        (BadData, "the data file is damaged or cannot be used"),
        (ElementsFailed, "some elements failed, the others are done"),
        (NoInterpreter, "the script's interpreter is not installed"),
        (Interrupted, "interrupted by Ctrl+C"),
        (ReaderGone, "whoever read standard output has left; nothing is said"),
        (Terminated, "ended by SIGTERM"),
    ];

    /// <summary>The code of a program that a signal ended.</summary>
    public static int EndedBy(PosixSignal signal) => signal == PosixSignal.SIGINT ? Interrupted : Terminated;
}
