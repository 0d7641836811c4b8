using System.Security.Cryptography;

namespace Nws.Server.Sessions;

/// <summary>
/// Makes keys of sessions that nobody can guess. Each tells which run of the server made it, so a session of an earlier run is known from one that has ended.
/// </summary>
/// <param name="grace">For how long after its start the server takes in the sessions of an earlier run.</param>
/// <param name="time">The clock.</param>
internal sealed class SessionKeys(TimeSpan grace, TimeProvider time)
{
    private const int RunBytes = 8;
    private const int KeyBytes = 16;
    private const char Separator = '-';

    private readonly string _run = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(RunBytes)) + Separator;
    private readonly long _start = time.GetTimestamp();

    public string Next() => _run + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(KeyBytes));

    /// <summary>Whether an earlier run of the server made the key, and its sessions can still be resumed.</summary>
    public bool IsEarlier(string key) => HasForm(key) && !key.StartsWith(_run, StringComparison.Ordinal) && time.GetElapsedTime(_start) <= grace;

    private static bool HasForm(string key) =>
        key.Length == 2 * (RunBytes + KeyBytes) + 1 && key.IndexOf(Separator) == 2 * RunBytes && !key.Replace("-", "", StringComparison.Ordinal).AsSpan().ContainsAnyExcept("0123456789abcdef");
}
