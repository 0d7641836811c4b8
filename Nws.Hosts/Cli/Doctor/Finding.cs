namespace Nws.Hosts.Cli.Doctor;

/// <summary>What <c>nws doctor</c> has found out about one thing.</summary>
/// <param name="Name">The thing.</param>
/// <param name="Verdict">Whether it is as it should be.</param>
/// <param name="Found">What was found: version, path.</param>
/// <param name="Remedy">What to do about it; empty if nothing is to be done.</param>
internal sealed record Finding(string Name, Verdict Verdict, string Found, string Remedy = "");

/// <summary>Whether a thing is as it should be.</summary>
internal enum Verdict
{
    /// <summary>All is well.</summary>
    Good,

    /// <summary>It is not there, and not everybody needs it.</summary>
    Absent,

    /// <summary>It is needed and not there, or it does not work.</summary>
    Bad,
}
