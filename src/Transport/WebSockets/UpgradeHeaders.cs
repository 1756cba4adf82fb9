using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Venueless.Fast.Transport.Compression;

namespace Venueless.Fast.Transport.WebSockets;

/// <summary>Collects what RFC 6455 section 4.2.1 asks of the header lines and judges it. One piece of logic for raw requests and for those that came through HTTP.</summary>
internal struct UpgradeHeaders
{
    /// <summary>Length of Sec-WebSocket-Accept: base64 of a SHA-1 hash.</summary>
    public const int AcceptKeyBytes = 28;

    // Base64 of 16 bytes.
    private const int KeyBytes = 24;

    private KeyBuffer _key;
    private int _keyCount;
    private int _hostCount;
    private int _versionCount;
    private bool _isVersion13;
    private bool _isKeyValid;
    private bool _connectionHasUpgrade;
    private bool _upgradeHasWebSocket;
    private bool _hasBody;
    private DeflateNegotiation _deflate;

    /// <summary>What came of the client's offers of compression.</summary>
    public readonly DeflateNegotiation Deflate => _deflate;

    private static ReadOnlySpan<byte> Guid => "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"u8;

    /// <summary>Takes one header line. Several lines of one name count as one list (RFC 9110 section 5.3).</summary>
    public void Add(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        switch (name.Length)
        {
            case 4 when Ascii.EqualsIgnoreCase(name, "host"u8):
                _hostCount++;
                break;
            case 7 when Ascii.EqualsIgnoreCase(name, "upgrade"u8):
                _upgradeHasWebSocket |= HasToken(value, "websocket"u8);
                break;
            case 10 when Ascii.EqualsIgnoreCase(name, "connection"u8):
                _connectionHasUpgrade |= HasToken(value, "upgrade"u8);
                break;
            case 14 when Ascii.EqualsIgnoreCase(name, "content-length"u8):
                _hasBody |= !value.SequenceEqual("0"u8);
                break;
            case 17 when Ascii.EqualsIgnoreCase(name, "transfer-encoding"u8):
                _hasBody = true;
                break;
            case 17 when Ascii.EqualsIgnoreCase(name, "sec-websocket-key"u8):
                _keyCount++;
                _isKeyValid = IsKey(value);
                if (_isKeyValid)
                {
                    value.CopyTo(_key);
                }

                break;
            case 24 when Ascii.EqualsIgnoreCase(name, "sec-websocket-extensions"u8):
                _deflate.Add(value);
                break;
            case 21 when Ascii.EqualsIgnoreCase(name, "sec-websocket-version"u8):
                _versionCount++;
                _isVersion13 = value.SequenceEqual("13"u8);
                break;
        }
    }

    public readonly HandshakeRefusal Judge()
    {
        if (_hostCount != 1)
        {
            return HandshakeRefusal.MissingHost;
        }

        if (_hasBody)
        {
            return HandshakeRefusal.UnexpectedBody;
        }

        if (!_connectionHasUpgrade || !_upgradeHasWebSocket)
        {
            return HandshakeRefusal.UpgradeRequired;
        }

        if (_versionCount != 1 || !_isVersion13)
        {
            return HandshakeRefusal.UnsupportedVersion;
        }

        return _keyCount == 1 && _isKeyValid ? HandshakeRefusal.None : HandshakeRefusal.InvalidKey;
    }

    /// <summary>Sec-WebSocket-Accept (section 4.2.2): base64 of SHA-1 of key and GUID.</summary>
    [SuppressMessage("Security", "CA5350", Justification = "RFC 6455 prescribes SHA-1 here; it protects nothing.")]
    public readonly void WriteAcceptKey(Span<byte> destination)
    {
        Span<byte> input = stackalloc byte[KeyBytes + Guid.Length];
        ReadOnlySpan<byte> key = _key;
        key.CopyTo(input);
        Guid.CopyTo(input[KeyBytes..]);
        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
        SHA1.HashData(input, hash);
        Base64.EncodeToUtf8(hash, destination, out _, out _);
    }

    private static bool IsKey(ReadOnlySpan<byte> value)
    {
        Span<byte> decoded = stackalloc byte[18];
        return value.Length == KeyBytes
            && Base64.DecodeFromUtf8(value, decoded, out var consumed, out var written) == OperationStatus.Done
            && consumed == KeyBytes
            && written == 16;
    }

    private static bool HasToken(ReadOnlySpan<byte> list, ReadOnlySpan<byte> token)
    {
        foreach (var range in list.Split((byte)','))
        {
            if (Ascii.EqualsIgnoreCase(list[range].Trim(" \t"u8), token))
            {
                return true;
            }
        }

        return false;
    }

    [System.Runtime.CompilerServices.InlineArray(KeyBytes)]
    private struct KeyBuffer
    {
        private byte _first;
    }
}
