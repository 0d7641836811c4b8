namespace Nws.Server.Engine;

/// <summary>Who a session is, for people: what remains of it when it is over, where it left its traces.</summary>
internal sealed class ClientNote(long session, string label, string language)
{
    public long Session => session;

    /// <summary>Address and name.</summary>
    public string Label => label;

    /// <summary>Empty if it did not say.</summary>
    public string Language => language;

    public bool HasLeft { get; set; }
}
