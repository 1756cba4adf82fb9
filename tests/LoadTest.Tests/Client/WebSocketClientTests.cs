using System.Net;
using System.Net.WebSockets;
using System.Text;
using Venueless.Fast.LoadTest.Client.Loops;

namespace Venueless.Fast.LoadTest.Tests.Client;

/// <summary>Both kinds of loop carry the same websocket, against the runtime's implementation over real sockets.</summary>
public sealed class WebSocketClientTests
{
    public static TheoryData<EventLoopKind> Kinds => OperatingSystem.IsLinux() ? [EventLoopKind.Epoll, EventLoopKind.Portable] : [EventLoopKind.Portable];

    [Theory, MemberData(nameof(Kinds))]
    public async Task Connect_SaysPathAndHeaders_AndExchangesText(EventLoopKind kind)
    {
        using var peer = new WebSocketPeer();
        using var probe = new ClientProbe(kind);
        probe.Connect(peer.Target());
        var (stream, head) = await peer.AcceptHeadAsync();
        await stream.WriteAsync(WebSocketPeer.Acceptance());
        using var server = WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { IsServer = true });

        Assert.Equal("opened", await probe.NextAsync());
        Assert.StartsWith("GET /path HTTP/1.1\r\n", head, StringComparison.Ordinal);
        Assert.Contains("\r\nX-Test: yes\r\n", head, StringComparison.Ordinal);
        Assert.DoesNotContain("deflate", head, StringComparison.Ordinal);

        probe.SendText("""["ping",1]""");
        Assert.Equal("""["ping",1]""", await WebSocketPeer.ReadTextAsync(server));
        await WebSocketPeer.SendTextAsync(server, "für alle");
        Assert.Equal("text für alle", await probe.NextAsync());
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task LargeMessages_PassWhole(EventLoopKind kind)
    {
        using var peer = new WebSocketPeer();
        using var probe = new ClientProbe(kind);
        probe.Connect(peer.Target());
        using var server = await peer.AcceptAsync();
        await probe.NextAsync();

        // More than the socket takes at once, in both directions, and after each other.
        var large = string.Concat(Enumerable.Range(0, 700_000).Select(static number => (char)('a' + (number % 26))));
        foreach (var text in new[] { large, large[..70_000], large[..126], large[..125], "" })
        {
            probe.SendText(text);
        }

        foreach (var text in new[] { large, large[..70_000], large[..126], large[..125], "" })
        {
            Assert.Equal(text, await WebSocketPeer.ReadTextAsync(server));
            await WebSocketPeer.SendTextAsync(server, text);
            Assert.Equal("text " + text, await probe.NextAsync());
        }
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Frames_SplitAtEveryByte_ArriveWhole(EventLoopKind kind)
    {
        using var peer = new WebSocketPeer();
        using var probe = new ClientProbe(kind);
        probe.Connect(peer.Target());
        var (stream, _) = await peer.AcceptHeadAsync();
        // Handshake, a text, a fragmented text around a ping, a close frame: byte by byte.
        byte[] all =
        [
            .. WebSocketPeer.Acceptance(), 0x81, 3, .. "one"u8, 0x01, 2, .. "tw"u8, 0x89, 1, 0x07, 0x80, 1, .. "o"u8, 0x81, 126, 0, 130, .. new byte[130].Select(static _ => (byte)'x'),
            0x88, 2, 0x03, 0xF4,
        ];
        foreach (var one in all)
        {
            await stream.WriteAsync(new[] { one });
        }

        Assert.Equal("opened", await probe.NextAsync());
        Assert.Equal("text one", await probe.NextAsync());
        Assert.Equal("text two", await probe.NextAsync());
        Assert.Equal("text " + new string('x', 130), await probe.NextAsync());
        Assert.StartsWith("closed 1012", await probe.NextAsync(), StringComparison.Ordinal);

        // The pong with the ping's payload, then the close frame with the same code; both masked.
        var answers = new byte[7 + 8];
        await stream.ReadExactlyAsync(answers);
        Assert.Equal([0x8A, 0x81], answers[..2]);
        Assert.Equal(0x07, answers[6] ^ answers[2]);
        Assert.Equal([0x88, 0x82], answers[7..9]);
        Assert.Equal([0x03, 0xF4], [(byte)(answers[13] ^ answers[9]), (byte)(answers[14] ^ answers[10])]);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Close_ExchangesCloseFrames(EventLoopKind kind)
    {
        using var peer = new WebSocketPeer();
        using var probe = new ClientProbe(kind);
        probe.Connect(peer.Target());
        using var server = await peer.AcceptAsync();
        await probe.NextAsync();

        probe.Do(static socket => socket.Close());
        var received = await server.ReceiveAsync(new byte[10], CancellationToken.None);
        Assert.Equal(WebSocketCloseStatus.NormalClosure, received.CloseStatus);
        await server.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        Assert.StartsWith("closed 1000", await probe.NextAsync(), StringComparison.Ordinal);
        Assert.True(await probe.HasNothingAsync());
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Failures_AreTold(EventLoopKind kind)
    {
        using var probe = new ClientProbe(kind);
        using (var peer = new WebSocketPeer())
        {
            probe.Connect(peer.Target());
            var (refusing, _) = await peer.AcceptHeadAsync();
            await refusing.WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 503 Service Unavailable\r\n\r\n"));
            Assert.Contains("503", await probe.NextAsync(), StringComparison.Ordinal);

            probe.Connect(peer.Target());
            var (leaving, _) = await peer.AcceptHeadAsync();
            await leaving.WriteAsync(WebSocketPeer.Acceptance());
            Assert.Equal("opened", await probe.NextAsync());
            await leaving.DisposeAsync();
            Assert.StartsWith("closed  the ", await probe.NextAsync(), StringComparison.Ordinal);

            probe.Connect(peer.Target());
            var (wrong, _) = await peer.AcceptHeadAsync();
            await wrong.WriteAsync(WebSocketPeer.Acceptance());
            await wrong.WriteAsync(new byte[] { 0x81, 0x80, 0, 0, 0, 0 });
            Assert.Equal("opened", await probe.NextAsync());
            Assert.Contains("masked", await probe.NextAsync(), StringComparison.Ordinal);
        }

        // Nobody listens there any more.
        using var gone = new WebSocketPeer();
        var target = gone.Target();
        gone.Dispose();
        probe.Connect(target);
        Assert.Contains("ConnectionRefused", await probe.NextAsync(), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task PauseReading_LeavesMessagesUntilResume(EventLoopKind kind)
    {
        using var peer = new WebSocketPeer();
        using var probe = new ClientProbe(kind);
        probe.Connect(peer.Target());
        using var server = await peer.AcceptAsync();
        await probe.NextAsync();

        probe.Do(static socket => socket.PauseReading());
        Assert.True(await probe.HasNothingAsync());
        await WebSocketPeer.SendTextAsync(server, "later");
        // A second connection of the same loop is served meanwhile: the first one's bytes were there before.
        using var other = new WebSocketPeer();
        probe.Loop.Post(() => _ = Venueless.Fast.LoadTest.Client.WebSockets.WebSocketClient.Connect(probe.Loop, other.Target(), probe));
        using var otherServer = await other.AcceptAsync();
        Assert.Equal("opened", await probe.NextAsync());
        Assert.True(await probe.HasNothingAsync());

        probe.Do(static socket => socket.ResumeReading());
        Assert.Equal("text later", await probe.NextAsync());
        await WebSocketPeer.SendTextAsync(server, "and now");
        Assert.Equal("text and now", await probe.NextAsync());
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Compression_IsUsedWhenAgreed(EventLoopKind kind)
    {
        using var peer = new WebSocketPeer();
        using var probe = new ClientProbe(kind);
        probe.Connect(peer.Target(offersCompression: true));
        using var server = await peer.AcceptAsync(compresses: true);
        await probe.NextAsync();
        Assert.True(probe.IsCompressing);

        var text = string.Concat(Enumerable.Repeat("the same again ", 10_000));
        foreach (var message in new[] { text, text, "short", "other", text })
        {
            await WebSocketPeer.SendTextAsync(server, message);
            Assert.Equal("text " + message, await probe.NextAsync());
        }

        // Fragments of one compressed message.
        await WebSocketPeer.SendTextAsync(server, text, isEnd: false);
        await WebSocketPeer.SendTextAsync(server, "end");
        Assert.Equal("text " + text + "end", await probe.NextAsync());
        Assert.InRange(probe.Loop.ReceivedBytes, 1, text.Length);
    }

    [Fact]
    public async Task SourceFor_GivesEveryTenThousandAnAddress()
    {
        using var peer = new WebSocketPeer();
        var target = peer.Target();
        Assert.Null(target.SourceFor(9_999));
        Assert.Equal(OperatingSystem.IsLinux() ? IPAddress.Parse("127.0.0.2") : null, target.SourceFor(10_000));
        Assert.Equal(OperatingSystem.IsLinux() ? IPAddress.Parse("127.0.0.5") : null, target.SourceFor(49_999));
        if (OperatingSystem.IsLinux())
        {
            using var probe = new ClientProbe(EventLoopKind.Epoll);
            probe.Connect(target, target.SourceFor(10_000));
            var (stream, _) = await peer.AcceptHeadAsync();
            Assert.Equal("127.0.0.2", ((IPEndPoint)stream.Socket.RemoteEndPoint!).Address.ToString());
        }
    }
}
