using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Time.Testing;
using Venueless.Fast.Host.Connections;
using Venueless.Fast.Testing;
using Venueless.Fast.Transport.Tests.Hosting;

namespace Venueless.Fast.Transport.Tests.Listening;

/// <summary>A listener without Kestrel, whose part the test plays; its clock stands still.</summary>
internal sealed class OwnListener : IAsyncDisposable
{
    private readonly CollectingLogger _logger = new();

    public OwnListener(Func<bool>? isDraining = null)
    {
        Server = new WebSocketServer(Endpoint, new TransportOptions(), new FakeTimeProvider(), _logger);
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        socket.Listen();
        var http = new SocketConnectionContextFactory(new SocketConnectionFactoryOptions(), _logger);
        Listener = new WebSocketListener(socket, Server, http, new ListenerLimits(null, isDraining ?? (static () => false)), _logger);
        Listener.Start();
    }

    public ScriptedEndpoint Endpoint { get; } = new();

    public WebSocketServer Server { get; }

    public WebSocketListener Listener { get; }

    public int Port => ((IPEndPoint)Listener.EndPoint).Port;

    public async Task<WireClient> ConnectHttpAsync()
    {
        var client = await WireClient.ConnectRawAsync(Port);
        await client.SendBytesAsync("GET / HTTP/1.1\r\n");
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        await Listener.DisposeAsync();
        Server.Dispose();
        Assert.Equal(0, Server.Sockets);
    }
}
