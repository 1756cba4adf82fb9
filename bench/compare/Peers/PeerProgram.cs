using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Venueless.Fast.Compare.Peers.AspNet;
using Venueless.Fast.Compare.Peers.Epoll;
using Venueless.Fast.Compare.Peers.Kestrel;

namespace Venueless.Fast.Compare.Peers;

/// <summary>Runs one of the peers until standard input ends: none outlives the comparison that has started it.</summary>
internal static class PeerProgram
{
    private const int Backlog = 4096;

    // No peer may lose a client that is only quiet; nobody else pings in a measurement either.
    private static readonly TimeSpan Never = TimeSpan.FromHours(1);

    public static async Task RunAsync(PeerKind kind, int port)
    {
        new Thread(EndWithInput) { IsBackground = true }.Start();
        switch (kind)
        {
            case PeerKind.RawSend or PeerKind.RawMerge:
                new RawServer(merges: kind == PeerKind.RawMerge).Run(port);
                break;
            case PeerKind.KestrelEcho:
                await RunKestrelAsync(port, static listen => listen.UseConnectionHandler<EchoHandler>(), static _ => { }, static _ => { });
                break;
            case PeerKind.AspNet:
                var room = new SocketRoom();
                _ = room.SendAllAsync();
                await RunKestrelAsync(port, static _ => { }, static _ => { }, app =>
                {
                    app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = Timeout.InfiniteTimeSpan });
                    app.Run(room.AttendAsync);
                });
                break;
            case PeerKind.SignalR:
                await RunKestrelAsync(port, static _ => { }, AddHub, static app => app.MapHub<RoomHub>(RoomHub.Path));
                break;
        }
    }

    private static void AddHub(IServiceCollection services) => services.AddSignalR(static options =>
    {
        options.ClientTimeoutInterval = Never;
        options.KeepAliveInterval = Never;
    });

    private static async Task RunKestrelAsync(
        int port, Action<ListenOptions> listen, Action<IServiceCollection> addServices, Action<WebApplication> useParts)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        addServices(builder.Services);
        builder.WebHost.UseSockets(static sockets => sockets.Backlog = Backlog);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listen));
        await using var app = builder.Build();
        useParts(app);
        await app.RunAsync();
    }

    private static void EndWithInput()
    {
        while (Console.In.Read() >= 0)
        {
            // Nobody writes there.
        }

        Environment.Exit(0);
    }
}
