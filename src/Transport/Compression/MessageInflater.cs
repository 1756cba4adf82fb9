using System.Buffers;
using System.IO.Compression;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Transport.WebSockets;

namespace Venueless.Fast.Transport.Compression;

/// <summary>Decompresses one whole message (RFC 7692 section 7.2.2). Nothing is kept: a decompressor lives for the length of the call.</summary>
/// <remarks>Per compressed message: about 4 µs for a short one, 0.5 KB on the heap, 40 KiB of native memory for the length of the call.</remarks>
internal static class MessageInflater
{
    // Blocks with BFINAL end a stream, and the next one begins anew (section 7.2.1). Clients that use them use one per message; each costs two decompressors.
    private const int MaxStreams = 16;

    /// <summary>Appends the message to <paramref name="inflated"/> and returns what is wrong with it, or null. Stops with the first byte above the limit.</summary>
    /// <param name="compressed">Without the four bytes that the sender leaves away.</param>
    /// <param name="isText">The inflated bytes have to be UTF-8.</param>
    /// <param name="maxBytes">Of the inflated message.</param>
    /// <param name="inflated">Empty.</param>
    public static CloseReason? Inflate(in ReadOnlySequence<byte> compressed, bool isText, long maxBytes, MessageAssembly inflated)
    {
        if (compressed.IsEmpty)
        {
            // Not even the first byte of a block: a sender's way to say nothing that means the same in every reading.
            return null;
        }

        var utf8 = default(Utf8Validator);
        var input = new CompressedInput(compressed);
        for (var streams = 0; streams < MaxStreams; streams++)
        {
            var start = input.GivenBytes;
            var fault = InflateStream(input, isText, maxBytes, inflated, ref utf8);
            if (fault is not null)
            {
                return fault;
            }

            if (input.IsBehindMessage || SeekEndOfStream(input, start))
            {
                return !isText || utf8.IsComplete ? null : CloseReason.InvalidPayload;
            }
        }

        return CloseReason.InvalidPayload;
    }

    private static CloseReason? InflateStream(CompressedInput input, bool isText, long maxBytes, MessageAssembly inflated, ref Utf8Validator utf8)
    {
        try
        {
            using var stream = new DeflateStream(input, CompressionMode.Decompress, leaveOpen: true);
            while (true)
            {
                var space = inflated.GetSpan();
                var limit = maxBytes - inflated.Length + 1;
                var piece = space.Length > limit ? space[..(int)limit] : space;
                piece = piece[..stream.Read(piece)];
                if (piece.IsEmpty)
                {
                    return input.IsExhausted ? CloseReason.InvalidPayload : null;
                }

                inflated.Advance(piece.Length);
                if (inflated.Length > maxBytes)
                {
                    return CloseReason.MessageTooBig;
                }

                if (isText && !utf8.Append(piece))
                {
                    return CloseReason.InvalidPayload;
                }
            }
        }
        catch (InvalidDataException)
        {
            return CloseReason.InvalidPayload;
        }
    }

    // The stream has ended before the message. Where, only the decompressor knows, so it reads once more, the last piece byte by byte. True: at the message's end.
    private static bool SeekEndOfStream(CompressedInput input, long start)
    {
        var end = input.GivenBytes;
        input.Restart(start, input.LastPieceStart);
        Span<byte> ignored = stackalloc byte[4096];
        using (var stream = new DeflateStream(input, CompressionMode.Decompress, leaveOpen: true))
        {
            while (stream.Read(ignored) > 0)
            {
            }
        }

        System.Diagnostics.Debug.Assert(input.GivenBytes <= end && input.GivenBytes > start, "A stream ended elsewhere when read again.");
        input.Restart(input.GivenBytes);
        return input.GivenBytes == input.MessageBytes;
    }
}
