using System.Buffers.Binary;

namespace Venueless.Fast.Core.Buffers;

/// <summary>Puts a compressed payload together from parts that know nothing of each other (RFC 1951 section 3.2.3). Mutable struct on the stack.</summary>
/// <remarks>Works because no part refers to bytes before itself and each begins and ends on a byte. Short parts are stored: 5 bytes more, and no run of the compressor.</remarks>
internal ref struct CompressedParts(byte[] array, int offset)
{
    // Above this the bytes that compression saves are worth its time: a kilobyte or two against 20 µs.
    private const int MaxStoredBytes = 4 * 1024;

    // One byte of block header, length and its complement.
    private const int StoredHeaderBytes = 5;

    private readonly byte[] _array = array;
    private readonly int _offset = offset;

    /// <summary>Room that a part may need when it is added as it is.</summary>
    public static int MaxBytesFor(int partBytes) => StoredHeaderBytes + partBytes + (partBytes / 8) + 64;

    public int Length { get; private set; }

    /// <summary>Adds bytes that were compressed by <see cref="Deflater.CompressPart"/>.</summary>
    public void AddCompressed(ReadOnlySpan<byte> blocks)
    {
        blocks.CopyTo(_array.AsSpan(_offset + Length));
        Length += blocks.Length;
    }

    public void Add(ReadOnlySpan<byte> part)
    {
        if (part.IsEmpty)
        {
            return;
        }

        if (part.Length > MaxStoredBytes)
        {
            Length += Deflater.TryCompress(part, _array, _offset + Length, MaxBytesFor(part.Length));
            return;
        }

        var block = _array.AsSpan(_offset + Length);
        WriteStoredHeader(block, part.Length);
        part.CopyTo(block[StoredHeaderBytes..]);
        Length += StoredHeaderBytes + part.Length;
    }

    /// <summary>Ends the message: an empty stored block, of which only the first byte is sent.</summary>
    public void End()
    {
        _array[_offset + Length] = 0;
        Length++;
    }

    private static void WriteStoredHeader(Span<byte> block, int bytes)
    {
        block[0] = 0;
        BinaryPrimitives.WriteUInt16LittleEndian(block[1..], (ushort)bytes);
        BinaryPrimitives.WriteUInt16LittleEndian(block[3..], (ushort)~bytes);
    }
}
