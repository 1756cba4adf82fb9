using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using Venueless.Fast.LoadTest.Client.WebSockets;

namespace Venueless.Fast.LoadTest.Tests.Client;

/// <summary>The server's end of websockets, made of the runtime's own implementation, so that the client is not tested against itself.</summary>
internal sealed class WebSocketPeer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public WebSocketPeer()
    {
        _listener.Start();
    }

    public IPEndPoint EndPoint => (IPEndPoint)_listener.LocalEndpoint;

    public WebSocketTarget Target(bool offersCompression = false) => new(EndPoint, "test", "/path", [new("X-Test", "yes")], offersCompression);

    /// <summary>Accepts a connection and reads the request's head.</summary>
    public async Task<(NetworkStream Stream, string Head)> AcceptHeadAsync()
    {
        var socket = await _listener.AcceptSocketAsync();
        var stream = new NetworkStream(socket, ownsSocket: true);
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await stream.ReadExactlyAsync(one);
            head.Append((char)one[0]);
        }

        return (stream, head.ToString());
    }

    public async Task<WebSocket> AcceptAsync(bool compresses = false)
    {
        var (stream, _) = await AcceptHeadAsync();
        await stream.WriteAsync(Acceptance(compresses));
        return WebSocket.CreateFromStream(stream, new WebSocketCreationOptions
        {
            IsServer = true,
            DangerousDeflateOptions = compresses ? new WebSocketDeflateOptions { ServerContextTakeover = false, ClientContextTakeover = false } : null,
        });
    }

    public static byte[] Acceptance(bool compresses = false) => Encoding.ASCII.GetBytes(
        "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"
        + (compresses ? "Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover; client_no_context_takeover\r\n" : "") + "\r\n");

    public static async Task<string> ReadTextAsync(WebSocket socket)
    {
        using var text = new MemoryStream();
        var buffer = new byte[64 * 1024];
        WebSocketReceiveResult result;
        do
        {
            result = await socket.ReceiveAsync(buffer, CancellationToken.None);
            text.Write(buffer, 0, result.Count);
        }
        while (!result.EndOfMessage);

        return Encoding.UTF8.GetString(text.ToArray());
    }

    public static Task SendTextAsync(WebSocket socket, string text, bool isEnd = true) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, isEnd, CancellationToken.None);

    public void Dispose() => _listener.Dispose();
}
