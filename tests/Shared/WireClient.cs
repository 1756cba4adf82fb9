using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Venueless.Fast.Testing;

/// <summary>
/// A websocket client that can send anything, right or wrong, and returns what the server really sent. Not thread-safe; sending and receiving may
/// run beside each other.
/// </summary>
public sealed class WireClient : IAsyncDisposable
{
    // Generous, because test machines are shared; a correct server never comes near.
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(60);

    private readonly Socket _socket;
    private readonly NetworkStream _stream;
    private readonly SemaphoreSlim _sending = new(1, 1);
    private byte[] _buffer = new byte[16 * 1024];
    private int _start;
    private int _end;

    private WireClient(Socket socket)
    {
        _socket = socket;
        _stream = new NetworkStream(socket, ownsSocket: true);
    }

    /// <summary>The raw socket, for tests of resets and of clients that stop reading.</summary>
    public Socket Socket => _socket;

    /// <summary>Head of the handshake's answer, after <see cref="ConnectAsync"/>.</summary>
    public string ResponseHead { get; private set; } = "";

    /// <summary>Only the TCP connection.</summary>
    public static async Task<WireClient> ConnectRawAsync(int port, int? receiveBufferBytes = null)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (receiveBufferBytes is { } bytes)
        {
            socket.ReceiveBufferSize = bytes;
        }

        await socket.ConnectAsync(IPAddress.Loopback, port);
        return new WireClient(socket);
    }

    /// <summary>Connects and upgrades; fails when the answer is not a correct 101.</summary>
    /// <param name="port">On 127.0.0.1.</param>
    /// <param name="path">Request target.</param>
    /// <param name="headers">Additional header lines, each with CR LF.</param>
    /// <param name="receiveBufferBytes">Size of the socket's receive buffer; null is the system's.</param>
    public static async Task<WireClient> ConnectAsync(int port, string path, string headers = "", int? receiveBufferBytes = null)
    {
        var client = await ConnectRawAsync(port, receiveBufferBytes);
        await client.UpgradeAsync(path, headers);
        return client;
    }

    /// <summary>A complete and correct request head.</summary>
    public static string Request(string path, string key = "dGhlIHNhbXBsZSBub25jZQ==", string headers = "") =>
        $"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n{headers}\r\n";

    public async Task UpgradeAsync(string path, string headers = "")
    {
        var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        await SendBytesAsync(Request(path, key, headers));
        await ReceiveUpgradeAsync(key);
    }

    /// <summary>Reads and checks the 101 answer to a request with this key.</summary>
    public async Task ReceiveUpgradeAsync(string key = "dGhlIHNhbXBsZSBub25jZQ==")
    {
        ResponseHead = await ReceiveHeadAsync();
#pragma warning disable CA5350 // RFC 6455 prescribes SHA-1 here.
        var accept = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
#pragma warning restore CA5350
        if (!ResponseHead.StartsWith("HTTP/1.1 101 ", StringComparison.Ordinal)
            || !ResponseHead.Contains($"Sec-WebSocket-Accept: {accept}\r\n", StringComparison.OrdinalIgnoreCase)
            || !ResponseHead.Contains("Upgrade: websocket\r\n", StringComparison.OrdinalIgnoreCase)
            || !ResponseHead.Contains("Connection: Upgrade\r\n", StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidOperationException($"The handshake was not accepted correctly: {ResponseHead}");
        }
    }

    public Task SendTextAsync(string text) => SendFrameAsync(WireFrame.TextOpcode, Encoding.UTF8.GetBytes(text));

    public Task SendBinaryAsync(byte[] payload) => SendFrameAsync(WireFrame.BinaryOpcode, payload);

    public Task SendFrameAsync(int opcode, byte[] payload, bool isFinal = true) => SendBytesAsync(ClientFrame.Encode(opcode, payload, isFinal));

    public Task SendCloseAsync(int? code = 1000, string reason = "") => SendBytesAsync(ClientFrame.Close(code, reason));

    public Task SendBytesAsync(string ascii) => SendBytesAsync(Encoding.Latin1.GetBytes(ascii));

    public async Task SendBytesAsync(byte[] bytes)
    {
        // A large message may still be on its way when the answer to a ping is due.
        await _sending.WaitAsync();
        try
        {
            await _stream.WriteAsync(bytes);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>The next frame of any kind; null when the server has ended the connection, in order or by a reset.</summary>
    public async Task<WireFrame?> TryReceiveFrameAsync(string expectation = "a frame", TimeSpan? timeout = null)
    {
        using var limit = new CancellationTokenSource(timeout ?? DefaultTimeout);
        try
        {
            if (!await FillAsync(2, limit.Token))
            {
                return null;
            }

            var lengthBits = _buffer[_start + 1] & 0x7F;
            var isMasked = (_buffer[_start + 1] & 0x80) != 0;
            var headerBytes = 2 + (lengthBits switch { 126 => 2, 127 => 8, _ => 0 }) + (isMasked ? 4 : 0);
            if (!await FillAsync(headerBytes, limit.Token))
            {
                return null;
            }

            var length = lengthBits switch
            {
                126 => BinaryPrimitives.ReadUInt16BigEndian(_buffer.AsSpan(_start + 2)),
                127 => (int)BinaryPrimitives.ReadInt64BigEndian(_buffer.AsSpan(_start + 2)),
                _ => lengthBits,
            };
            if (!await FillAsync(headerBytes + length, limit.Token))
            {
                return null;
            }

            var first = _buffer[_start];
            var payload = _buffer.AsSpan(_start + headerBytes, length).ToArray();
            _start += headerBytes + length;
            return new WireFrame((first & 0x80) != 0, (first >> 4) & 7, first & 0x0F, isMasked, payload);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"The server did not send {expectation} within {timeout ?? DefaultTimeout}.");
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>The next frame; fails when the connection ends instead.</summary>
    public async Task<WireFrame> ReceiveFrameAsync(string expectation = "a frame", TimeSpan? timeout = null) =>
        await TryReceiveFrameAsync(expectation, timeout) ?? throw new InvalidOperationException($"The server ended the connection instead of sending {expectation}.");

    /// <summary>The next text message; any other frame fails, except pings, which are answered as every client does.</summary>
    public async Task<string> ReceiveTextAsync(string expectation = "a text message", TimeSpan? timeout = null)
    {
        var frame = await ReceiveFrameAsync(expectation, timeout);
        while (frame.Opcode == WireFrame.PingOpcode)
        {
            await SendFrameAsync(WireFrame.PongOpcode, frame.Payload);
            frame = await ReceiveFrameAsync(expectation, timeout);
        }

        return frame is { IsFinal: true, ReservedBits: 0, Opcode: WireFrame.TextOpcode, IsMasked: false }
            ? frame.Text
            : throw new InvalidOperationException($"Instead of {expectation} the server sent {frame}.");
    }

    /// <summary>The close frame, then the end of the TCP connection. Answers the close frame when <paramref name="answers"/>.</summary>
    public async Task<int?> ReceiveCloseAsync(bool answers = true)
    {
        var frame = await ReceiveFrameAsync("a close frame");
        if (frame.Opcode != WireFrame.CloseOpcode)
        {
            throw new InvalidOperationException($"Instead of a close frame the server sent {frame}.");
        }

        if (answers)
        {
            await SendBytesAsync(ClientFrame.Encode(WireFrame.CloseOpcode, frame.Payload));
        }

        await ReceiveEndAsync();
        return frame.CloseCode;
    }

    /// <summary>Waits for the end of the TCP connection; frames in between fail.</summary>
    public async Task ReceiveEndAsync()
    {
        if (await TryReceiveFrameAsync("the end of the connection") is { } frame)
        {
            throw new InvalidOperationException($"Instead of ending the connection the server sent {frame}.");
        }
    }

    /// <summary>An HTTP response head, up to and with the empty line.</summary>
    public async Task<string> ReceiveHeadAsync()
    {
        using var limit = new CancellationTokenSource(DefaultTimeout);
        var length = 0;
        while (true)
        {
            length = _buffer.AsSpan(_start, _end - _start).IndexOf("\r\n\r\n"u8);
            if (length >= 0)
            {
                break;
            }

            if (!await FillAsync(_end - _start + 1, limit.Token))
            {
                throw new InvalidOperationException("The server ended the connection instead of answering with a response head.");
            }
        }

        var head = Encoding.ASCII.GetString(_buffer, _start, length + 4);
        _start += length + 4;
        return head;
    }

    /// <summary>Everything up to the end of the connection.</summary>
    public async Task<byte[]> ReceiveAllAsync()
    {
        using var limit = new CancellationTokenSource(DefaultTimeout);
        while (await FillAsync(_end - _start + 1, limit.Token))
        {
        }

        return _buffer[_start.._end];
    }

    /// <summary>Exactly this many bytes.</summary>
    public async Task<byte[]> ReceiveBytesAsync(int count)
    {
        using var limit = new CancellationTokenSource(DefaultTimeout);
        if (!await FillAsync(count, limit.Token))
        {
            throw new InvalidOperationException($"The server ended the connection before {count} bytes.");
        }

        var bytes = _buffer[_start..(_start + count)];
        _start += count;
        return bytes;
    }

    /// <summary>Ends the TCP connection by a reset.</summary>
    public void Reset()
    {
        _socket.LingerState = new LingerOption(true, 0);
        _socket.Close();
    }

    public async ValueTask DisposeAsync() => await _stream.DisposeAsync();

    private async Task<bool> FillAsync(int count, CancellationToken cancellationToken)
    {
        while (_end - _start < count)
        {
            if (_start > 0 && _buffer.Length - _start < count)
            {
                _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
                (_start, _end) = (0, _end - _start);
            }

            if (_buffer.Length - _start < count)
            {
                Array.Resize(ref _buffer, Math.Max(count, _buffer.Length * 2));
            }

            var received = await _stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
            if (received == 0)
            {
                return false;
            }

            _end += received;
        }

        return true;
    }
}
