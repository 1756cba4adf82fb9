using System.Buffers.Binary;

namespace Venueless.Fast.Compare.Peers.WebSockets;

/// <summary>RFC 6455 section 5.2, text frames of a server: not masked, below 64 KiB.</summary>
internal static class ServerFrame
{
    public const int MaxHeaderBytes = 4;

    /// <summary>Writes the header for a payload of this length and returns how long it is.</summary>
    public static int WriteHeader(Span<byte> buffer, int payloadLength)
    {
        buffer[0] = 0x81;
        if (payloadLength < 126)
        {
            buffer[1] = (byte)payloadLength;
            return 2;
        }

        buffer[1] = 126;
        BinaryPrimitives.WriteUInt16BigEndian(buffer[2..], checked((ushort)payloadLength));
        return MaxHeaderBytes;
    }

    public static int LengthWithHeader(int payloadLength) => payloadLength + (payloadLength < 126 ? 2 : MaxHeaderBytes);
}
