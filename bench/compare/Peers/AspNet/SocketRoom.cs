using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;

namespace Venueless.Fast.Compare.Peers.AspNet;

/// <summary>What an application writes first: System.Net.WebSockets, and for each message a loop over <c>SendAsync</c>.</summary>
internal sealed class SocketRoom
{
    private readonly ConcurrentDictionary<WebSocket, bool> _receivers = [];

    // A websocket takes one send at a time, so that one loop sends all messages.
    private readonly Channel<byte[]> _messages = Channel.CreateUnbounded<byte[]>(new UnboundedChannelOptions { SingleReader = true });

    public async Task AttendAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        _receivers[socket] = true;
        try
        {
            // As the documentation's example has it; all messages here fit.
            var buffer = new byte[4096];
            while (true)
            {
                var received = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
                if (received.MessageType == WebSocketMessageType.Close)
                {
                    return;
                }

                _messages.Writer.TryWrite(buffer[..received.Count]);
            }
        }
        catch (WebSocketException)
        {
            // The client's way of leaving.
        }
        finally
        {
            _receivers.TryRemove(socket, out _);
        }
    }

    /// <summary>Sends until the process ends. Whoever cannot take a message at once is waited for after the others have theirs.</summary>
    public async Task SendAllAsync()
    {
        var waiting = new List<Task>();
        await foreach (var message in _messages.Reader.ReadAllAsync())
        {
            foreach (var (socket, _) in _receivers)
            {
                var sending = SendAsync(socket, message);
                if (!sending.IsCompleted)
                {
                    waiting.Add(sending);
                }
            }

            await Task.WhenAll(waiting);
            waiting.Clear();
        }
    }

    private static async Task SendAsync(WebSocket socket, byte[] message)
    {
        try
        {
            await socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        }
        catch (Exception exception) when (exception is WebSocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The receive loop notices that it is gone.
        }
    }
}
