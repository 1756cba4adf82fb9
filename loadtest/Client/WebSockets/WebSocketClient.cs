using System.Buffers.Binary;
using System.Net;
using System.Text;
using Venueless.Fast.LoadTest.Client.Loops;

namespace Venueless.Fast.LoadTest.Client.WebSockets;

/// <summary>
/// The client's end of a websocket, for text in any dialect: connect, send text, be told about text. Answers pings and close frames by itself. All members: loop thread only.
/// </summary>
public sealed class WebSocketClient : LoopConnection
{
    private const int MaxHeadBytes = 32 * 1024;

    private readonly WebSocketTarget _target;
    private readonly IWebSocketHandler _handler;
    private byte[]? _fragments;
    private bool _fragmentsAreCompressed;
    private bool _isOpen;
    private bool _isClosing;
    private int? _closeCode;

    private WebSocketClient(EventLoop loop, WebSocketTarget target, IWebSocketHandler handler)
        : base(loop)
    {
        _target = target;
        _handler = handler;
    }

    /// <summary>The handshake was accepted and neither side has begun to close.</summary>
    public bool IsOpen => _isOpen && !_isClosing && !IsClosed;

    /// <summary>The server agreed to compress.</summary>
    public bool IsCompressing { get; private set; }

    /// <summary>Starts to connect; the handler is told what becomes of it.</summary>
    /// <param name="source">Local address; null: the kernel's choice (<see cref="WebSocketTarget.SourceFor"/>).</param>
    /// <param name="receiveBufferBytes">Size of the socket's receive buffer; 0: the kernel's choice.</param>
    public static WebSocketClient Connect(EventLoop loop, WebSocketTarget target, IWebSocketHandler handler, IPAddress? source = null, int receiveBufferBytes = 0)
    {
        var client = new WebSocketClient(loop, target, handler);
        client.Open(target.EndPoint, source, receiveBufferBytes);
        return client;
    }

    /// <summary>Sends a text message; what the socket does not take at once is copied and sent later. Dropped after a close.</summary>
    public void SendText(ReadOnlySpan<byte> message)
    {
        if (IsOpen)
        {
            SendFrame(FrameKind.Text, message);
        }
    }

    /// <summary>Begins the closing handshake.</summary>
    public void Close(ushort code = 1000)
    {
        if (!_isOpen)
        {
            Abort("closed before the handshake had ended");
        }
        else if (!_isClosing)
        {
            _isClosing = true;
            Span<byte> payload = [(byte)(code >> 8), (byte)code];
            SendFrame(FrameKind.Close, payload);
        }
    }

    private protected override void OnConnected() => Send(_target.Request);

    private protected override int OnReceived(ReadOnlySpan<byte> data, long receivedAt)
    {
        var consumed = 0;
        try
        {
            if (!_isOpen)
            {
                consumed = ReadHead(data);
                if (consumed == 0)
                {
                    return 0;
                }

                _handler.OnOpened(this);
            }

            while (!IsClosed && FrameHeader.TryRead(data[consumed..], out var header) && data.Length - consumed - header.Bytes >= header.PayloadBytes)
            {
                Take(header, data.Slice(consumed + header.Bytes, header.PayloadBytes), receivedAt);
                consumed += header.Bytes + header.PayloadBytes;
            }
        }
        catch (FormatException violation)
        {
            Abort(violation.Message);
        }

        return consumed;
    }

    private protected override void OnClosed(string reason) => _handler.OnClosed(this, _closeCode, reason);

    private void Take(FrameHeader header, ReadOnlySpan<byte> payload, long receivedAt)
    {
        switch (header.Kind)
        {
            case FrameKind.Text when header.IsFinal:
                Deliver(payload, header.IsCompressed, receivedAt);
                break;
            case FrameKind.Text:
                _fragments = payload.ToArray();
                _fragmentsAreCompressed = header.IsCompressed;
                break;
            case FrameKind.Continuation when _fragments is { } fragments:
                _fragments = [.. fragments, .. payload];
                if (header.IsFinal)
                {
                    var message = _fragments;
                    _fragments = null;
                    Deliver(message, _fragmentsAreCompressed, receivedAt);
                }

                break;
            case FrameKind.Ping:
                SendFrame(FrameKind.Pong, payload);
                break;
            case FrameKind.Close:
                _closeCode = payload.Length >= 2 ? BinaryPrimitives.ReadUInt16BigEndian(payload) : 1005;
                if (!_isClosing)
                {
                    _isClosing = true;
                    SendFrame(FrameKind.Close, payload.Length >= 2 ? payload[..2] : []);
                }

                CloseWhenSent("closed by a close frame");
                break;
            case FrameKind.Pong:
                break;
            default:
                throw new FormatException($"The server sent a frame of kind {header.Kind} that does not belong here.");
        }
    }

    private void Deliver(ReadOnlySpan<byte> message, bool isCompressed, long receivedAt)
    {
        if (isCompressed && !IsCompressing)
        {
            throw new FormatException("The server sent a compressed message without having agreed to it.");
        }

        _handler.OnText(this, isCompressed ? MessageInflater.OfThread.Inflate(message) : message, receivedAt);
    }

    private void SendFrame(FrameKind kind, ReadOnlySpan<byte> payload)
    {
        const int OnStack = 1024;
        var length = FrameWriter.FrameBytes(payload.Length);
        var frame = length <= OnStack ? stackalloc byte[OnStack] : new byte[length];
        Send(frame[..FrameWriter.Write(frame, kind, payload)]);
    }

    /// <returns>Bytes of the head; 0: it is not complete.</returns>
    private int ReadHead(ReadOnlySpan<byte> data)
    {
        var end = data.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return data.Length <= MaxHeadBytes ? 0 : throw new FormatException("The server's handshake has no end.");
        }

        var head = Encoding.Latin1.GetString(data[..end]);
        if (!head.StartsWith("HTTP/1.1 101", StringComparison.Ordinal))
        {
            throw new FormatException($"The server refused the websocket: {head.Split('\r')[0]}");
        }

        if (!head.Contains(WebSocketTarget.AcceptedKey, StringComparison.Ordinal))
        {
            throw new FormatException("The server's handshake does not answer the key.");
        }

        IsCompressing = _target.OffersCompression && head.Contains("permessage-deflate", StringComparison.OrdinalIgnoreCase);
        _isOpen = true;
        return end + 4;
    }
}
