namespace Venueless.Fast.Host.Server;

/// <summary>Signals are handled by the command that runs the server, not by the web framework; tests start several servers in one process.</summary>
internal sealed class NoHostLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
