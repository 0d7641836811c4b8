using System.Security.Cryptography;
using System.Text;

namespace Nws.Server.Rights;

/// <summary>All tokens of a server. They are compared by their hashes, each in constant time and every one of them: how long it takes tells nothing.</summary>
internal sealed class Grants
{
    private readonly Lock _gate = new();
    private volatile (byte[] Hash, Grant Grant)[] _known;

    public Grants(NwsServerOptions options) => _known = [.. TokensOf(options).Select(token => (Hash(token.Secret), new Grant(token)))];

    /// <summary>Whether clients need a token at all.</summary>
    public bool AreNeeded => _known.Length > 0;

    /// <summary>What the token allows; null: there is no such token.</summary>
    public Grant? Find(ReadOnlySpan<char> secret) => Find(_known, Hash(secret));

    /// <summary>
    /// Replaces all tokens. A token is the same if its secret is: what was begun with it goes on if it allows no less than before. The grants of the others end.
    /// </summary>
    /// <returns>How many tokens there are, and how many grants have ended.</returns>
    public (int Tokens, int Ended) Replace(NwsServerOptions options)
    {
        lock (_gate)
        {
            var before = _known;
            var now = TokensOf(options).Select(token => Follow(before, token)).ToArray();
            _known = now;
            var ended = before.Where(known => !Array.Exists(now, next => next.Grant == known.Grant)).ToArray();
            foreach (var (hash, grant) in ended) grant.End(isKnown: Find(now, hash) is not null);
            return (now.Length, ended.Length);
        }
    }

    private static (byte[] Hash, Grant Grant) Follow((byte[] Hash, Grant Grant)[] before, NwsToken token)
    {
        byte[] hash = Hash(token.Secret);
        return (hash, Find(before, hash) is { } grant && grant.TryWiden(token) ? grant : new Grant(token));
    }

    private static IEnumerable<NwsToken> TokensOf(NwsServerOptions options)
    {
        NwsToken[] only = options.Token is { } secret ? [new NwsToken("token", secret, NwsRight.Admin)] : [];
        return only.Concat(options.Tokens);
    }

    private static Grant? Find((byte[] Hash, Grant Grant)[] known, byte[] given)
    {
        Grant? found = null;
        foreach (var (hash, grant) in known)
        {
            if (CryptographicOperations.FixedTimeEquals(given, hash)) found = grant;
        }
        return found;
    }

    private static byte[] Hash(ReadOnlySpan<char> text)
    {
        byte[] utf8 = new byte[Encoding.UTF8.GetByteCount(text)];
        Encoding.UTF8.GetBytes(text, utf8);
        return SHA256.HashData(utf8);
    }
}
