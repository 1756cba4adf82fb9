using System.Buffers;

namespace Venueless.Fast.Transport.WebSockets;

/// <summary>Collects a message that does not arrive as one frame in one piece. Grows with what has arrived, never with what a header announces.</summary>
/// <remarks>Owned by one <see cref="FrameReader"/>; arrays go back to the pool in <see cref="Release"/>.</remarks>
internal sealed class MessageAssembly
{
    // 4 KiB for the usual few fragments, then 16 KiB, then 64 KiB: the largest power of two below the large object heap.
    private const int FirstSegmentBytes = 4 * 1024;
    private const int MaxSegmentBytes = 64 * 1024;

    private AssemblySegment? _first;
    private AssemblySegment? _last;

    public long Length { get; private set; }

    /// <summary>Bytes rented, which is what counts against the process-wide limit.</summary>
    public long HeldBytes { get; private set; }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var taken = _last is null ? 0 : _last.Fill(bytes);
            Length += taken;
            bytes = bytes[taken..];
            if (!bytes.IsEmpty)
            {
                Grow();
            }
        }
    }

    /// <summary>Room for more, never empty; <see cref="Advance"/> follows.</summary>
    public Span<byte> GetSpan()
    {
        if (_last is null || _last.Length == _last.Capacity)
        {
            Grow();
        }

        return _last!.Free;
    }

    /// <summary>So many bytes were written into what <see cref="GetSpan"/> gave.</summary>
    public void Advance(int bytes)
    {
        _last!.Advance(bytes);
        Length += bytes;
    }

    /// <summary>The whole message; borrowed until <see cref="Release"/>.</summary>
    public ReadOnlySequence<byte> AsSequence() =>
        _first is null ? ReadOnlySequence<byte>.Empty : new ReadOnlySequence<byte>(_first, 0, _last!, _last!.Length);

    public void Release()
    {
        for (var segment = _first; segment is not null; segment = segment.NextSegment)
        {
            segment.ReturnArray();
        }

        _first = _last = null;
        Length = HeldBytes = 0;
    }

    private void Grow()
    {
        var bytes = _last is null ? FirstSegmentBytes : Math.Min(_last.Capacity * 4, MaxSegmentBytes);
        var segment = new AssemblySegment(bytes, Length);
        HeldBytes += segment.Capacity;
        _last?.Append(segment);
        _first ??= segment;
        _last = segment;
    }
}
