using Microsoft.Extensions.Hosting;

namespace Nws.Server;

/// <summary>
/// The server lives from its start to its disposal, which the process around it decides. The lifetime hosts have otherwise would catch
/// Ctrl+C and termination signals, so that a program with a server inside could not be ended by them.
/// </summary>
internal sealed class GuestLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
