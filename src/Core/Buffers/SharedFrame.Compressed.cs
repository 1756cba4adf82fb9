using System.Buffers;

namespace Venueless.Fast.Core.Buffers;

// The compressed form (RFC 7692): a frame of its own that this one owns a reference of, made at most once, by whoever needs it first.
public sealed partial class SharedFrame
{
    private const int Unknown = 0;
    private const int Made = 1;
    private const int NotSmaller = 2;

    // Written under the frame's own monitor, _compressed first; cleared by the last Release. Whoever needs the form while it is being made waits for it: doing the
    // work twice would not be faster. A Lock of its own would cost every small frame an object.
    private SharedFrame? _compressed;
    private volatile int _compression;

    /// <summary>
    /// The form for receivers that have negotiated permessage-deflate: this message compressed, or this frame where that would not be smaller. Any thread that holds
    /// a reference. Compresses in the first call; 0 B and no lock afterwards.
    /// </summary>
    /// <returns>Borrowed for as long as the caller's reference to this frame; who keeps it adds a reference to <em>it</em>.</returns>
    public SharedFrame CompressedForm() => _compression switch
    {
        Made => _compressed!,
        NotSmaller => this,
        _ => CompressSlow(),
    };

    /// <summary>True when there is a compressed form already; false before the first call, and when it would not be smaller.</summary>
    public bool HasCompressedForm => _compression == Made;

    /// <summary>Makes the compressed form now, if anybody would ask for it, so that nobody has to while a lock is held.</summary>
    /// <param name="minBytes">See <see cref="Sessions.Connection.CompressionThreshold"/>.</param>
    public void PrepareCompressed(int minBytes)
    {
        if (_length >= minBytes)
        {
            CompressedForm();
        }
    }

    /// <summary>Puts the compressed form together from a part that is kept compressed and the rest of the payload. Does nothing when there is a form already.</summary>
    /// <param name="start">Where in the payload the part begins.</param>
    /// <param name="length">Its bytes in the payload.</param>
    /// <param name="part">The same bytes by <see cref="Deflater.CompressPart"/>. Copied.</param>
    public void AttachCompressed(int start, int length, ReadOnlySpan<byte> part)
    {
        lock (this)
        {
            if (_compression != Unknown)
            {
                return;
            }

            var payload = Payload;
            var before = payload[..start];
            var after = payload[(start + length)..];
            var frame = RentFor(CompressedParts.MaxBytesFor(before.Length) + part.Length + CompressedParts.MaxBytesFor(after.Length) + 1, out var offset);
            var parts = new CompressedParts(frame._array!, offset);
            parts.Add(before);
            parts.AddCompressed(part);
            parts.Add(after);
            parts.End();
            PublishLocked(frame, offset, parts.Length);
        }
    }

    private SharedFrame CompressSlow()
    {
        lock (this)
        {
            if (_compression == Unknown)
            {
                CompressLocked();
            }
        }

        return CompressedForm();
    }

    private void CompressLocked()
    {
        var payload = Payload;
        if (payload.IsEmpty || (_array![0] & 0x0F) >= 8)
        {
            // Control frames are never compressed.
            _compression = NotSmaller;
            return;
        }

        var frame = RentFor(payload.Length + Deflater.FlushMarkBytes, out var offset);
        var compressed = -1;
        try
        {
            compressed = Deflater.TryCompress(payload, frame._array!, offset, payload.Length + Deflater.FlushMarkBytes) - Deflater.FlushMarkBytes;
        }
        catch (Exception)
        {
            // There is no compressor to be had; the plain form serves everybody, too.
        }

        PublishLocked(frame, offset, compressed);
    }

    // The payload is written behind the longest header it may get.
    private static SharedFrame RentFor(int payloadBytes, out int offset)
    {
        var frame = FramePool.Rent();
        offset = FrameHeader.MaxBytes;
        frame._array = ArrayPool<byte>.Shared.Rent(FrameHeader.MaxBytes + payloadBytes);
        Volatile.Write(ref frame._references, 1);
        return frame;
    }

    private void PublishLocked(SharedFrame frame, int offset, int payloadBytes)
    {
        var array = frame._array!;
        var header = FrameHeader.LengthFor(Math.Max(payloadBytes, 0));
        if (payloadBytes < 0 || header + payloadBytes >= _length)
        {
            frame.Release();
            _compression = NotSmaller;
            return;
        }

        // An array of its own size: what is queued is limited by the bytes to be sent, and a waiting frame must not hold many times as much.
        var exact = ArrayPool<byte>.Shared.Rent(header + payloadBytes);
        array.AsSpan(offset, payloadBytes).CopyTo(exact.AsSpan(header));
        ArrayPool<byte>.Shared.Return(array);
        FrameHeader.Write(exact, (byte)(_array![0] | FrameHeader.Compressed), payloadBytes);
        frame._array = exact;
        frame._length = header + payloadBytes;
        _compressed = frame;
        _compression = Made;
    }

    // By the last Release.
    private void ReleaseCompressed()
    {
        if (_compression != Unknown)
        {
            _compressed?.Release();
            _compressed = null;
            _compression = Unknown;
        }
    }
}
