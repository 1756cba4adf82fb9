using System.Net.WebSockets;
using System.Text;
using Venueless.Fast.Testing;
using Venueless.Fast.Transport.Tests.Hosting;

namespace Venueless.Fast.Transport.Tests.Compression;

/// <summary>
/// The platform's client against an echo, byte for byte: what groups 12 and 13 of the Autobahn suite ask for (sizes, kinds, fragments, windows), over the raw path, the
/// path through HTTP and TLS.
/// </summary>
public sealed class CompressedEchoTests
{
    private static readonly int[] Sizes = [0, 16, 64, 256, 1023, 1024, 1025, 4096, 8192, 16_384, 32_768, 65_536, 131_072, 1_000_000];

    private static Task<TestHost> StartAsync(bool hasRawPath = true, bool usesTls = false, int threshold = 1024) => TestHost.StartAsync(
        options =>
        {
            options.MaxMessageBytesBeforeLogin = options.MaxMessageBytes;
            options.CompressionThreshold = threshold;
            options.CommandsPerSecond = 0;
        },
        hasRawPath: hasRawPath,
        usesTls: usesTls);

    private static async Task<ClientWebSocket> ConnectAsync(TestHost host, WebSocketDeflateOptions deflate, bool usesTls = false)
    {
        var client = new ClientWebSocket();
        client.Options.DangerousDeflateOptions = deflate;
        client.Options.RemoteCertificateValidationCallback = static (_, certificate, _, _) => certificate?.Subject == "CN=localhost";
        using var limit = new CancellationTokenSource(WireClient.DefaultTimeout);
        await client.ConnectAsync(new Uri($"{(usesTls ? "wss" : "ws")}://127.0.0.1:{host.Port}/ws/echo"), limit.Token);
        return client;
    }

    public static TheoryData<bool, bool, bool, int, int> Ways() => new()
    {
        // Raw path, TLS, context takeover offered, the client's window, threshold.
        { true, false, false, 15, 1024 },
        { false, false, false, 15, 1024 },
        { true, true, false, 15, 1024 },
        { true, false, true, 15, 1024 },
        { true, false, true, 9, 1024 },
        { true, false, false, 15, 0 },
        { false, false, true, 12, 0 },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Messages_OfAllSizes_ComeBack(bool hasRawPath, bool usesTls, bool offersTakeover, int clientWindow, int threshold)
    {
        await using var host = await StartAsync(hasRawPath, usesTls, threshold);
        using var client = await ConnectAsync(
            host,
            new WebSocketDeflateOptions { ServerContextTakeover = offersTakeover, ClientContextTakeover = offersTakeover, ClientMaxWindowBits = clientWindow },
            usesTls);
        var random = new Random(7);

        foreach (var size in Sizes)
        {
            var noise = new byte[size];
            random.NextBytes(noise);
            await EchoAsync(client, WebSocketMessageType.Text, Encoding.UTF8.GetBytes(Deflated.Json(size)), pieces: 1);
            await EchoAsync(client, WebSocketMessageType.Text, Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("ä€😀\0", size / 10))), pieces: 5);
            await EchoAsync(client, WebSocketMessageType.Binary, noise, pieces: 3);
            await EchoAsync(client, WebSocketMessageType.Binary, new byte[size], pieces: 1);
        }

        using var limit = new CancellationTokenSource(WireClient.DefaultTimeout);
        await client.CloseAsync(WebSocketCloseStatus.NormalClosure, null, limit.Token);
        Assert.Equal(WebSocketCloseStatus.NormalClosure, client.CloseStatus);
    }

    [Fact]
    public async Task PlainMessages_OfAClientThatHasNegotiated_ComeBack()
    {
        await using var host = await StartAsync();
        using var client = await ConnectAsync(host, new WebSocketDeflateOptions());
        using var limit = new CancellationTokenSource(WireClient.DefaultTimeout);
        var text = Encoding.UTF8.GetBytes(Deflated.Json(5000));

        await client.SendAsync(text, WebSocketMessageType.Text, WebSocketMessageFlags.EndOfMessage | WebSocketMessageFlags.DisableCompression, limit.Token);

        Assert.Equal(text, (await ReceiveAsync(client, limit.Token)).Bytes);
    }

    [Fact]
    public async Task SmallServerWindow_IsNotNegotiated()
    {
        await using var host = await StartAsync();
        using var client = await ConnectAsync(host, new WebSocketDeflateOptions { ServerMaxWindowBits = 10 });

        // Not negotiated: what the client sends now is plain, or the server would close.
        await EchoAsync(client, WebSocketMessageType.Text, Encoding.UTF8.GetBytes(Deflated.Json(5000)), pieces: 2);
    }

    private static async Task EchoAsync(ClientWebSocket client, WebSocketMessageType type, byte[] bytes, int pieces)
    {
        using var limit = new CancellationTokenSource(WireClient.DefaultTimeout);
        var sending = SendAsync(client, type, bytes, pieces, limit.Token);
        var echo = await ReceiveAsync(client, limit.Token);
        await sending;

        Assert.Equal(type, echo.Type);
        Assert.Equal(bytes, echo.Bytes);
    }

    private static async Task SendAsync(ClientWebSocket client, WebSocketMessageType type, byte[] bytes, int pieces, CancellationToken cancellationToken)
    {
        var pieceBytes = (bytes.Length / pieces) + 1;
        for (var start = 0; start <= bytes.Length; start += pieceBytes)
        {
            var piece = bytes.AsMemory(start, Math.Min(pieceBytes, bytes.Length - start));
            await client.SendAsync(piece, type, endOfMessage: start + pieceBytes > bytes.Length, cancellationToken);
        }
    }

    private static async Task<(WebSocketMessageType Type, byte[] Bytes)> ReceiveAsync(ClientWebSocket client, CancellationToken cancellationToken)
    {
        using var whole = new MemoryStream();
        var buffer = new byte[32 * 1024];
        while (true)
        {
            var piece = await client.ReceiveAsync(buffer.AsMemory(), cancellationToken);
            Assert.NotEqual(WebSocketMessageType.Close, piece.MessageType);
            whole.Write(buffer, 0, piece.Count);
            if (piece.EndOfMessage)
            {
                return (piece.MessageType, whole.ToArray());
            }
        }
    }
}
