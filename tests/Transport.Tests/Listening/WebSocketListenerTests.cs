using Venueless.Fast.Testing;
using Venueless.Fast.Transport.Tests.Hosting;

namespace Venueless.Fast.Transport.Tests.Listening;

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
        await using var next = await ConnectInTheEndAsync(host);
    }

    [Fact]
    public async Task WhateverConnectionsDo_TheirPlacesAreFreeAfterwards()
    {
        const int Limit = 4;
        await using var host = await TestHost.StartAsync(maxConnections: Limit);
        for (var round = 0; round < 3; round++)
        {
            for (var i = 0; i < 10; i++)
            {
                await using var reset = await WireClient.ConnectRawAsync(host.Port);
                reset.Reset();
            }

            foreach (var bytes in new[] { "", "GET /w", "GET /ws/echo HTTP/1.1\r\n", WireClient.Request("/ws/other"), "GET / HTTP/1.1\r\nHost: a\r\n\r\n", "\0\0" })
            {
                await using var client = await WireClient.ConnectRawAsync(host.Port);
                await client.SendBytesAsync(bytes);
            }

            var clients = new List<WireClient>();
            while (clients.Count < Limit)
            {
                clients.Add(await ConnectInTheEndAsync(host));
            }

            await using (var surplus = await WireClient.ConnectRawAsync(host.Port))
            {
                Assert.Empty(await surplus.ReceiveAllAsync());
            }

            foreach (var client in clients)
            {
                await client.SendTextAsync("hello");
                Assert.Equal("hello", await client.ReceiveTextAsync());
                await client.DisposeAsync();
            }

            await host.WaitForSocketsAsync(0);
        }
    }

    // The server may not have seen yet that others have left.
    private static async Task<WireClient> ConnectInTheEndAsync(TestHost host)
    {
        using var limit = new CancellationTokenSource(WireClient.DefaultTimeout);
        while (true)
        {
            var client = await WireClient.ConnectRawAsync(host.Port);
            try
            {
                await client.UpgradeAsync("/ws/echo");
                return client;
            }
            catch (Exception exception) when (exception is IOException or InvalidOperationException && !limit.IsCancellationRequested)
            {
                await client.DisposeAsync();
            }
        }
    }
}
