using System.Buffers.Binary;

namespace Venueless.Fast.Core.Buffers;

/// <summary>
/// The header of an unmasked, unfragmented server frame: RFC 6455 section 5.2,
/// <c>FIN/opcode (1) length (1 | 3 | 9)</c>. Lives in Core because a broadcast is framed once, here, and never per connection.
/// </summary>
public static class FrameHeader
{
    /// <summary>Longest server header in bytes: two fixed bytes and a 64-bit length.</summary>
    public const int MaxBytes = 10;

    /// <summary>FIN plus opcode 1: a whole text message in one frame.</summary>
    public const byte Text = 0x81;

    /// <summary>FIN plus opcode 2: a whole binary message in one frame.</summary>
    public const byte Binary = 0x82;

    /// <summary>FIN plus opcode 8: close.</summary>
    public const byte Close = 0x88;

    /// <summary>FIN plus opcode 9: ping.</summary>
    public const byte Ping = 0x89;

    /// <summary>FIN plus opcode 10: pong.</summary>
    public const byte Pong = 0x8A;

    /// <summary>RSV1, set with the opcode: the payload is compressed (RFC 7692 section 6).</summary>
    public const byte Compressed = 0x40;

    /// <summary>Longest payload of a control frame (RFC 6455 section 5.5).</summary>
    public const int MaxControlPayloadBytes = 125;

    /// <summary>Number of header bytes in front of <paramref name="payloadBytes"/> bytes of payload.</summary>
    public static int LengthFor(int payloadBytes) => payloadBytes switch
    {
        < 126 => 2,
        <= ushort.MaxValue => 4,
        _ => MaxBytes,
    };

    /// <summary>Writes the header and returns its length in bytes.</summary>
    public static int Write(Span<byte> destination, byte finAndOpcode, int payloadBytes)
    {
        destination[0] = finAndOpcode;
        switch (payloadBytes)
        {
            case < 126:
                destination[1] = (byte)payloadBytes;
                return 2;
            case <= ushort.MaxValue:
                destination[1] = 126;
                BinaryPrimitives.WriteUInt16BigEndian(destination[2..], (ushort)payloadBytes);
                return 4;
            default:
                destination[1] = 127;
                BinaryPrimitives.WriteUInt64BigEndian(destination[2..], (ulong)payloadBytes);
                return MaxBytes;
        }
    }
}
