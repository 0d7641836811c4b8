using System.Security.Cryptography;
using System.Text;

namespace Nws.Server.Rights;

/// <summary>All tokens of a server. They are compared by their hashes, each in constant time and every one of them: how long it takes tells nothing.</summary>
internal sealed class Grants
{
    private readonly (byte[] Hash, Grant Grant)[] _known;

    public Grants(NwsServerOptions options)
    {
        NwsToken[] only = options.Token is { } secret ? [new NwsToken("token", secret, NwsRight.Admin)] : [];
        _known = [.. only.Concat(options.Tokens).Select(token => (Hash(token.Secret), new Grant(token)))];
    }

    /// <summary>Whether clients need a token at all.</summary>
    public bool AreNeeded => _known.Length > 0;

    /// <summary>What the token allows; null: there is no such token.</summary>
    public Grant? Find(ReadOnlySpan<char> secret)
    {
        byte[] given = Hash(secret);
        Grant? found = null;
        foreach (var (hash, grant) in _known)
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
