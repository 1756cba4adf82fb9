using System.Buffers.Binary;

namespace Venueless.Fast.Compare.Peers.WebSockets;

/// <summary>RFC 6455 section 5.2, the frames of a client that behaves: whole messages, always masked, below 64 KiB.</summary>
internal static class ClientFrame
{
    public const byte Text = 1;
    public const byte Close = 8;

    private const int MaskBytes = 4;

    /// <summary>Takes one frame from the start of the buffer and unmasks it in place.</summary>
    /// <returns>False: not complete yet; the buffer is as it was.</returns>
    public static bool TryRead(Span<byte> buffer, out byte opcode, out Span<byte> payload, out int consumed)
    {
        payload = default;
        (opcode, consumed) = (0, 0);
        if (buffer.Length < 2)
        {
            return false;
        }

        var (length, start) = ((int)(buffer[1] & 0x7F), 2);
        if (length == 126)
        {
            if (buffer.Length < 4)
            {
                return false;
            }

            (length, start) = (BinaryPrimitives.ReadUInt16BigEndian(buffer[2..]), 4);
        }
        else if (length == 127 || (buffer[1] & 0x80) == 0)
        {
            throw new InvalidDataException("A frame of 64 KiB or more, or without mask.");
        }

        if (buffer.Length < start + MaskBytes + length)
        {
            return false;
        }

        var mask = buffer.Slice(start, MaskBytes);
        payload = buffer.Slice(start + MaskBytes, length);
        for (var index = 0; index < payload.Length; index++)
        {
            payload[index] ^= mask[index & 3];
        }

        opcode = (byte)(buffer[0] & 0x0F);
        consumed = start + MaskBytes + length;
        return true;
    }
}
