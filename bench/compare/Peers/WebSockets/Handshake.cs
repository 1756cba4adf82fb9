using System.Buffers.Text;
using System.Security.Cryptography;

namespace Venueless.Fast.Compare.Peers.WebSockets;

/// <summary>RFC 6455 section 4.2, as little as a client that behaves needs.</summary>
internal static class Handshake
{
    private const int KeyLength = 24;

    private static ReadOnlySpan<byte> KeyHeader => "Sec-WebSocket-Key: "u8;

    private static ReadOnlySpan<byte> Secret => "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"u8;

    /// <summary>Length of the request head at the start of the buffer; 0: not complete yet.</summary>
    public static int FindEnd(ReadOnlySpan<byte> buffer)
    {
        var end = buffer.IndexOf("\r\n\r\n"u8);
        return end < 0 ? 0 : end + 4;
    }

    /// <summary>The response that accepts this request.</summary>
    public static byte[] Accept(ReadOnlySpan<byte> head)
    {
        var key = head.IndexOf(KeyHeader);
        if (key < 0)
        {
            throw new InvalidDataException("A request without Sec-WebSocket-Key.");
        }

        Span<byte> keyed = stackalloc byte[KeyLength + 36];
        head.Slice(key + KeyHeader.Length, KeyLength).CopyTo(keyed);
        Secret.CopyTo(keyed[KeyLength..]);
        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
#pragma warning disable CA5350 // The protocol's own choice; nothing is secret here.
        SHA1.HashData(keyed, hash);
#pragma warning restore CA5350
        Span<byte> accept = stackalloc byte[28];
        Base64.EncodeToUtf8(hash, accept, out _, out _);
        return [.. "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "u8, .. accept, .. "\r\n\r\n"u8];
    }

    /// <summary>The value of a parameter in the request's query; null: not there.</summary>
    public static int? FindNumber(ReadOnlySpan<byte> head, ReadOnlySpan<byte> name)
    {
        var line = head[..head.IndexOf((byte)'\r')];
        var at = line.IndexOf(name);
        return at >= 0 && line[(at + name.Length)..] is [(byte)'=', .. var value] && Utf8Parser.TryParse(value, out int number, out _) ? number : null;
    }
}
