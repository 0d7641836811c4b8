using System.Runtime.InteropServices;

namespace Nws.Hosts.Repl.Session;

/// <summary>Makes SIGINT end what a session runs. If nothing runs, the signal does what it always does.</summary>
internal sealed class SessionInterrupt(ReplSession session) : IDisposable
{
    private readonly PosixSignalRegistration _registration = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = session.Interrupt());

    public void Dispose() => _registration.Dispose();
}
