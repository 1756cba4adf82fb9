using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Venueless.Fast.LoadTest.Client.WebSockets;

/// <summary>Frames from client to server. The mask is a constant: servers must undo any, and drawing random ones is not what is measured.</summary>
internal static class FrameWriter
{
    public const int MaxHeaderBytes = 14;

    private const uint Mask = 0x5A17C3E1;

    public static int FrameBytes(int payloadBytes) => HeaderBytes(payloadBytes) + payloadBytes;

    /// <summary>Writes a final, masked frame.</summary>
    /// <returns>Bytes written: <see cref="FrameBytes"/> of the payload's length.</returns>
    public static int Write(Span<byte> destination, FrameKind kind, ReadOnlySpan<byte> payload)
    {
        var header = HeaderBytes(payload.Length);
        destination[0] = (byte)(0x80 | (byte)kind);
        switch (payload.Length)
        {
            case < 126:
                destination[1] = (byte)(0x80 | payload.Length);
                break;
            case <= ushort.MaxValue:
                destination[1] = 0x80 | 126;
                BinaryPrimitives.WriteUInt16BigEndian(destination[2..], (ushort)payload.Length);
                break;
            default:
                destination[1] = 0x80 | 127;
                BinaryPrimitives.WriteInt64BigEndian(destination[2..], payload.Length);
                break;
        }

        BinaryPrimitives.WriteUInt32LittleEndian(destination[(header - 4)..], Mask);
        var masked = destination.Slice(header, payload.Length);
        payload.CopyTo(masked);
        ApplyMask(masked);
        return header + payload.Length;
    }

    private static int HeaderBytes(int payloadBytes) => 6 + (payloadBytes < 126 ? 0 : payloadBytes <= ushort.MaxValue ? 2 : 8);

    private static void ApplyMask(Span<byte> bytes)
    {
        const ulong Wide = ((ulong)Mask << 32) | Mask;
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        for (var index = 0; index < words.Length; index++)
        {
            words[index] ^= BitConverter.IsLittleEndian ? Wide : BinaryPrimitives.ReverseEndianness(Wide);
        }

        for (var index = words.Length * sizeof(ulong); index < bytes.Length; index++)
        {
            bytes[index] ^= (byte)(Mask >> (8 * (index & 3)));
        }
    }
}
