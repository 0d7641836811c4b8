namespace Nws;

/// <summary>Throws an error that came as a value: one that happened elsewhere, maybe in another language.</summary>
/// <param name="error">The error.</param>
public sealed class NwsRemoteException(NwsError error) : NwsException(error.Describe()), IRemoteFault
{
    /// <summary>The error as it was there.</summary>
    public NwsError Error { get; } = error;

    string IRemoteFault.Summary => Error.ToString();
}

/// <summary>An exception that tells of an error elsewhere.</summary>
internal interface IRemoteFault
{
    /// <summary>The error as it was there.</summary>
    NwsError Error { get; }

    /// <summary>What happened here, without the frames of there.</summary>
    string Summary { get; }
}
