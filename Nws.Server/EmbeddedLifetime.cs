using Microsoft.Extensions.Hosting;

namespace Nws.Server;

/// <summary>Leaves the signals of the process to the program the server runs in; the default lifetime of ASP.NET would take Ctrl+C and SIGTERM for itself.</summary>
internal sealed class EmbeddedLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
