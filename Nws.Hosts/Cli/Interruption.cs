using System.Runtime.InteropServices;

namespace Nws.Hosts.Cli;

/// <summary>Turns Ctrl+C and SIGTERM into a cancelled token, until it is disposed. A second signal ends the process at once.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;

    public Interruption() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt),
    ];

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>The first signal, once there was one.</summary>
    public PosixSignal? Signal { get; private set; }

    public void Dispose()
    {
        // Not the source: a signal may be on its way to it, and there is nothing to free.
        foreach (var registration in _registrations) registration.Dispose();
    }

    private void Interrupt(PosixSignalContext context)
    {
        if (Signal is not null) return;
        context.Cancel = true;
        Signal = context.Signal;
        _source.Cancel();
    }
}
