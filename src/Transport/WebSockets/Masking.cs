using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Venueless.Fast.Transport.WebSockets;

/// <summary>Removes a client's mask in place: RFC 6455 section 5.3, <c>octet i XOR key[i modulo 4]</c>.</summary>
/// <remarks>Per inbound frame; 0 B; see FrameReaderBenchmarks and MaskingBenchmarks (bytewise baseline).</remarks>
internal static class Masking
{
    /// <summary>Unmasks and returns the key turned to the position behind the last byte, ready for the next piece of the same frame.</summary>
    /// <param name="bytes">A piece of the payload, changed in place.</param>
    /// <param name="key">The four key bytes in memory order, the first one belonging to the first byte of <paramref name="bytes"/>.</param>
    public static uint Apply(Span<byte> bytes, uint key)
    {
        ref var start = ref MemoryMarshal.GetReference(bytes);
        var length = (nuint)bytes.Length;
        nuint offset = 0;
        if (Vector.IsHardwareAccelerated && length >= (nuint)Vector<byte>.Count)
        {
            // A vector holds a multiple of four bytes, so the key's phase stays where it is.
            var keys = Vector.AsVectorByte(new Vector<uint>(key));
            for (; offset + (nuint)Vector<byte>.Count <= length; offset += (nuint)Vector<byte>.Count)
            {
                (Vector.LoadUnsafe(ref start, offset) ^ keys).StoreUnsafe(ref start, offset);
            }
        }

        for (; offset + sizeof(uint) <= length; offset += sizeof(uint))
        {
            ref var word = ref Unsafe.Add(ref start, offset);
            Unsafe.WriteUnaligned(ref word, Unsafe.ReadUnaligned<uint>(ref word) ^ key);
        }

        for (; offset < length; offset++)
        {
            Unsafe.Add(ref start, offset) ^= FirstKeyByte(key);
            key = Turn(key, 1);
        }

        // Only the bytewise tail turns the key; everything before it was a multiple of four.
        return key;
    }

    private static byte FirstKeyByte(uint key) => BitConverter.IsLittleEndian ? (byte)key : (byte)(key >> 24);

    private static uint Turn(uint key, int bytes) =>
        BitConverter.IsLittleEndian ? BitOperations.RotateRight(key, 8 * bytes) : BitOperations.RotateLeft(key, 8 * bytes);
}
