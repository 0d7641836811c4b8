using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using Nws.Server.Rights;

namespace Nws.Server.WebConsole;

/// <summary>Who has signed in with the token. A browser holds a random key for it, never the token; it ends after 12 hours in which it was not used, with what the token allowed, and with the server.</summary>
internal sealed class SignIns(Grants grants, TimeProvider time)
{
    private const int KeyBytes = 32;
    private const int MaxKeys = 1_000;
    private const int MaxFailures = 10;
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);
    private static readonly TimeSpan FailureWindow = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, (DateTimeOffset Until, Grant Grant)> _keys = new(StringComparer.Ordinal);
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

    /// <summary>What the token allows; null: it is none.</summary>
    public Grant? Find(ReadOnlySpan<char> given) => grants.Find(given);

    /// <summary>A new key if the token is right; else null, and the failure is remembered.</summary>
    public string? TrySignIn(string given)
    {
        if (Find(given) is not { } grant)
        {
            lock (_failures) _failures.Enqueue(time.GetUtcNow());
            return null;
        }
        foreach (var (old, _) in _keys.OrderBy(key => key.Value.Until).Take(_keys.Count - MaxKeys + 1)) _keys.TryRemove(old, out _);
        string key = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(KeyBytes));
        _keys[key] = (time.GetUtcNow() + Lifetime, grant);
        return key;
    }

    public bool IsSignedIn(string? key) => GrantOf(key) is not null;

    /// <summary>What whoever has signed in may do; null: nobody has with that key.</summary>
    public Grant? GrantOf(string? key)
    {
        if (key is null || !_keys.TryGetValue(key, out var known)) return null;
        if (known.Until < time.GetUtcNow() || known.Grant.HasEnded)
        {
            _keys.TryRemove(key, out _);
            return null;
        }
        _keys[key] = (time.GetUtcNow() + Lifetime, known.Grant);
        return known.Grant;
    }

    public void SignOut(string? key)
    {
        if (key is not null) _keys.TryRemove(key, out _);
    }
}
