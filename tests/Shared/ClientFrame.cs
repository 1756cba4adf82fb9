using System.Buffers.Binary;

namespace Venueless.Fast.Testing;

/// <summary>Encodes client frames, correct ones and any others.</summary>
public static class ClientFrame
{
    public static readonly byte[] DefaultKey = [0x37, 0xFA, 0x21, 0x3D];

    /// <summary>A frame with any bits. <paramref name="key"/> null: unmasked. <paramref name="lengthBytes"/>: 0 shortest form, 2 or 8 forces the longer ones.</summary>
    public static byte[] Encode(
        int opcode, ReadOnlySpan<byte> payload, bool isFinal = true, int reservedBits = 0, byte[]? key = null, bool isMasked = true, int lengthBytes = 0, long? announcedLength = null)
    {
        var length = announcedLength ?? payload.Length;
        if (lengthBytes == 0)
        {
            lengthBytes = length switch { >= 0 and < 126 => 1, >= 0 and <= ushort.MaxValue => 2, _ => 8 };
        }

        var frame = new byte[2 + (lengthBytes == 1 ? 0 : lengthBytes) + (isMasked ? 4 : 0) + payload.Length];
        frame[0] = (byte)((isFinal ? 0x80 : 0) | (reservedBits << 4) | opcode);
        var offset = 2;
        switch (lengthBytes)
        {
            case 1:
                frame[1] = (byte)length;
                break;
            case 2:
                frame[1] = 126;
                BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(2), (ushort)length);
                offset = 4;
                break;
            default:
                frame[1] = 127;
                BinaryPrimitives.WriteInt64BigEndian(frame.AsSpan(2), length);
                offset = 10;
                break;
        }

        payload.CopyTo(frame.AsSpan(isMasked ? offset + 4 : offset));
        if (isMasked)
        {
            key ??= DefaultKey;
            frame[1] |= 0x80;
            key.CopyTo(frame.AsSpan(offset));
            var body = frame.AsSpan(offset + 4);
            for (var i = 0; i < body.Length; i++)
            {
                body[i] ^= key[i & 3];
            }
        }

        return frame;
    }

    /// <summary>A close frame with code and reason; code null makes an empty one.</summary>
    public static byte[] Close(int? code, string reason = "")
    {
        if (code is not { } value)
        {
            return Encode(WireFrame.CloseOpcode, []);
        }

        var payload = new byte[2 + System.Text.Encoding.UTF8.GetByteCount(reason)];
        BinaryPrimitives.WriteUInt16BigEndian(payload, (ushort)value);
        System.Text.Encoding.UTF8.GetBytes(reason, payload.AsSpan(2));
        return Encode(WireFrame.CloseOpcode, payload);
    }
}
