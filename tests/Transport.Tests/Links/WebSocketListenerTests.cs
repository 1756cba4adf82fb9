using Venueless.Fast.Testing;
using Venueless.Fast.Transport.Tests.Hosting;

namespace Venueless.Fast.Transport.Tests.Links;

public sealed class WebSocketListenerTests
{
    private const string WebSocketHead =
        "GET /ws/echo HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

    [Theory]
    [InlineData(WebSocketHead, "HTTP/1.1 101 ")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\n\r\n", "HTTP/1.1 200 ")]
    public async Task Request_ThatComesInPieces_GoesWhereItBelongs(string head, string answer)
    {
        await using var host = await TestHost.StartAsync();
        await using var client = await WireClient.ConnectRawAsync(host.Port);
        foreach (var piece in new[] { head[..1], head[1..6], head[6..12], head[12..] })
        {
            await client.SendBytesAsync(piece);
            // So that they do not come together; when they do all the same, the test is only weaker.
            await Task.Delay(20);
        }

        Assert.StartsWith(answer, await client.ReceiveHeadAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task MoreThanTheLimit_AreClosed_UntilOthersHaveLeft()
    {
        await using var host = await TestHost.StartAsync(maxConnections: 2);
        await using var webSocket = await host.ConnectAsync();
        var http = await WireClient.ConnectRawAsync(host.Port);
        await http.SendBytesAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 200 ", await http.ReceiveHeadAsync(), StringComparison.Ordinal);

        await using (var third = await WireClient.ConnectRawAsync(host.Port))
        {
            Assert.Empty(await third.ReceiveAllAsync());
        }

        await http.DisposeAsync();
        var answer = "";
        using var limit = new CancellationTokenSource(WireClient.DefaultTimeout);
        while (answer.Length == 0 && !limit.IsCancellationRequested)
        {
            await using var next = await WireClient.ConnectRawAsync(host.Port);
            try
            {
                await next.SendBytesAsync(WebSocketHead);
                answer = await next.ReceiveHeadAsync();
            }
            catch (Exception exception) when (exception is IOException or InvalidOperationException)
            {
                // The server has not seen yet that the other one has left.
            }
        }

        Assert.StartsWith("HTTP/1.1 101 ", answer, StringComparison.Ordinal);
    }
}
