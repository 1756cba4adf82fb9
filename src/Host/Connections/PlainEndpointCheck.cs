using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Venueless.Fast.Host.Connections;

/// <summary>
/// Fails the start when an endpoint behind <see cref="WebSocketListener"/> has TLS: the listener comes before TLS, so it would serve websockets there that are not encrypted.
/// Kestrel tells its transport nothing of TLS; it tells the addresses once they are bound.
/// </summary>
internal sealed class PlainEndpointCheck(IServer server) : IHostedLifecycleService
{
    private readonly IServer _server = server;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        foreach (var address in _server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [])
        {
            if (address.StartsWith("https:", StringComparison.OrdinalIgnoreCase))
            {
                throw new InvalidOperationException(
                    $"{address}: an endpoint with TLS cannot be behind the websocket listener, which would serve websockets there without it. Leave the listener out and call {nameof(ListenOptionsExtensions.UseWebSocketServer)} on the endpoint.");
            }
        }

        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
