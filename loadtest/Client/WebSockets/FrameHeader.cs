using System.Buffers.Binary;

namespace Venueless.Fast.LoadTest.Client.WebSockets;

/// <summary>Header of a websocket frame from the server (RFC 6455, section 5.2).</summary>
/// <param name="Bytes">Length of the header itself.</param>
internal readonly record struct FrameHeader(FrameKind Kind, bool IsFinal, bool IsCompressed, int Bytes, int PayloadBytes)
{
    private const int MaxPayloadBytes = 256 * 1024 * 1024;

    /// <summary>False: more bytes are needed.</summary>
    /// <exception cref="FormatException">No frame that a server may send.</exception>
    public static bool TryRead(ReadOnlySpan<byte> data, out FrameHeader header)
    {
        header = default;
        if (data.Length < 2)
        {
            return false;
        }

        if ((data[0] & 0x30) != 0 || (data[1] & 0x80) != 0)
        {
            throw new FormatException("The server sent a masked frame or one with reserved bits.");
        }

        long length = data[1] & 0x7F;
        var bytes = 2;
        if (length == 126)
        {
            bytes = 4;
            if (data.Length < bytes)
            {
                return false;
            }

            length = BinaryPrimitives.ReadUInt16BigEndian(data[2..]);
        }
        else if (length == 127)
        {
            bytes = 10;
            if (data.Length < bytes)
            {
                return false;
            }

            length = BinaryPrimitives.ReadInt64BigEndian(data[2..]);
        }

        if (length is < 0 or > MaxPayloadBytes)
        {
            throw new FormatException($"The server sent a frame of {length} bytes.");
        }

        header = new FrameHeader((FrameKind)(data[0] & 0x0F), (data[0] & 0x80) != 0, (data[0] & 0x40) != 0, bytes, (int)length);
        return true;
    }
}
