using System.Buffers;
using System.IO.Compression;

namespace Venueless.Fast.Core.Buffers;

/// <summary>
/// Compresses as permessage-deflate without context takeover asks for: every piece knows nothing of what was sent before (RFC 7692 section 7.2.1). Thread-safe;
/// nothing is kept between two runs.
/// </summary>
/// <remarks>One run per frame, never per receiver: about 11 µs for 1 KiB and 150 µs for 48 KiB of JSON, most of the former for the compressor's tables
/// (256 KiB of native memory for the length of the run) and 0.3 KB on the heap.</remarks>
public static class Deflater
{
    /// <summary>
    /// Empty stored block without its first byte, which a flush ends with and a message leaves away (section 7.2.1).
    /// </summary>
    internal const int FlushMarkBytes = 4;

    private static long _runs;

    /// <summary>Runs of the compressor in this process so far.</summary>
    public static long Runs => Interlocked.Read(ref _runs);

    /// <summary>
    /// Compresses a piece of a message that <see cref="SharedFrame.AttachCompressed"/> puts together with others: whole blocks that end on a byte.
    /// </summary>
    public static byte[] CompressPart(ReadOnlySpan<byte> bytes)
    {
        // The worst case of the format is a stored block per 64 KiB; the compressor's own worst case is 9 bits for 8.
        var maxBytes = bytes.Length + (bytes.Length / 8) + 64;
        var array = ArrayPool<byte>.Shared.Rent(maxBytes);
        try
        {
            var length = TryCompress(bytes, array, 0, maxBytes);
            return length >= 0 ? array.AsSpan(0, length).ToArray() : throw new InvalidOperationException("Compressed data are larger than they can be.");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(array);
        }
    }

    /// <summary>Whole blocks and the mark of a flush at their end. Returns their length, or -1 when they have more than so many bytes.</summary>
    internal static int TryCompress(ReadOnlySpan<byte> bytes, byte[] array, int offset, int maxBytes)
    {
        Interlocked.Increment(ref _runs);
        var target = new DeflateTarget(array, offset, maxBytes);
        // What goes to one receiver is compressed once, what goes to thousands as well: the better level costs twice the time and saves a third of the bytes.
        using var compressor = new DeflateStream(target, CompressionLevel.Optimal, leaveOpen: true);
        compressor.Write(bytes);
        compressor.Flush();
        // Disposing writes a final block behind this, which nobody looks at.
        return target.IsFull ? -1 : target.WrittenBytes;
    }
}
