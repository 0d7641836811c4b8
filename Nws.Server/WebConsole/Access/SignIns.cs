using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Nws.Server.WebConsole;

/// <summary>Who has signed in with the token. A browser holds a random key for it, never the token; it ends after 12 hours in which it was not used, and with the server.</summary>
internal sealed class SignIns(string token, TimeProvider time)
{
    private const int KeyBytes = 32;
    private const int MaxKeys = 1_000;
    private const int MaxFailures = 10;
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);
    private static readonly TimeSpan FailureWindow = TimeSpan.FromSeconds(10);

    private readonly byte[] _token = Hash(token);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _keys = new(StringComparer.Ordinal);
    private readonly Queue<DateTimeOffset> _failures = new();

    /// <summary>Whether so many wrong tokens came in the last seconds that no more are looked at.</summary>
    public bool IsGuessedAt
    {
        get
        {
            lock (_failures)
            {
                while (_failures.TryPeek(out var oldest) && time.GetUtcNow() - oldest > FailureWindow) _failures.Dequeue();
                return _failures.Count >= MaxFailures;
            }
        }
    }

    /// <summary>Whether the token is right. Compared by hashes, in constant time.</summary>
    public bool Knows(ReadOnlySpan<char> given) => CryptographicOperations.FixedTimeEquals(Hash(given), _token);

    /// <summary>A new key if the token is right; else null, and the failure is remembered.</summary>
    public string? TrySignIn(string given)
    {
        if (!Knows(given))
        {
            lock (_failures) _failures.Enqueue(time.GetUtcNow());
            return null;
        }
        foreach (var (old, until) in _keys.OrderBy(key => key.Value).Take(_keys.Count - MaxKeys + 1)) _keys.TryRemove(old, out _);
        string key = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(KeyBytes));
        _keys[key] = time.GetUtcNow() + Lifetime;
        return key;
    }

    public bool IsSignedIn(string? key)
    {
        if (key is null || !_keys.TryGetValue(key, out var until)) return false;
        if (until < time.GetUtcNow()) return _keys.TryRemove(key, out _) && false;
        _keys[key] = time.GetUtcNow() + Lifetime;
        return true;
    }

    public void SignOut(string? key)
    {
        if (key is not null) _keys.TryRemove(key, out _);
    }

    private static byte[] Hash(ReadOnlySpan<char> text)
    {
        byte[] utf8 = new byte[Encoding.UTF8.GetByteCount(text)];
        Encoding.UTF8.GetBytes(text, utf8);
        return SHA256.HashData(utf8);
    }
}
