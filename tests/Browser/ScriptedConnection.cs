using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Venueless.Fast.Browser.Tests;

internal sealed class ScriptedConnection(WebSocket socket)
{
    // One for all: a websocket takes one send at a time, and tests send little.
    private static readonly SemaphoreSlim SendLock = new(1);

    public string? UserId { get; set; }

    public HashSet<string> Channels { get; } = [];

    public async Task<JsonArray?> ReceiveAsync()
    {
        var buffer = new byte[64 * 1024];
        var result = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
        return result.MessageType is WebSocketMessageType.Close ? null : JsonNode.Parse(buffer.AsSpan(0, result.Count))!.AsArray();
    }

    public async Task SendAsync(JsonArray message)
    {
        await SendLock.WaitAsync();
        try
        {
            await socket.SendAsync(Encoding.UTF8.GetBytes(message.ToJsonString()), WebSocketMessageType.Text, true, CancellationToken.None);
        }
        catch (Exception exception) when (exception is WebSocketException or ObjectDisposedException)
        {
            // Gone; its receive loop notices.
        }
        finally
        {
            SendLock.Release();
        }
    }

    public void Abort() => socket.Abort();
}
