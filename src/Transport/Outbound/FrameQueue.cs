using System.Buffers;
using System.Diagnostics;
using Venueless.Fast.Core.Buffers;

namespace Venueless.Fast.Transport.Outbound;

/// <summary>A ring of frame references that owns nothing while it is empty. Mutable struct: keep it in one field, guard it by the owner's lock.</summary>
internal struct FrameQueue
{
    // Most queues never hold more: replies of one read, what came while a flush was pending.
    private const int SmallestRing = 16;

    // The only frame; null when there is none or the ring is in use.
    private SharedFrame? _only;
    private SharedFrame?[]? _frames;
    private int _head;
    private int _count;
    private int _headOffset;

    public readonly bool IsEmpty => _count == 0;

    public readonly int Count => _count;

    /// <summary>Bytes not yet taken.</summary>
    public long Bytes { get; private set; }

    /// <summary>As <see cref="Bytes"/>, without a first frame of more than so many bytes.</summary>
    public readonly long BytesBehindLargeFirst(int bytes) => _count > 0 && Head.Length > bytes ? Bytes - PeekBytes().Length : Bytes;

    private readonly SharedFrame Head => _only ?? _frames![_head]!;

    /// <summary>Takes over one reference of the frame.</summary>
    public void Enqueue(SharedFrame frame)
    {
        Bytes += frame.Length;
        if (_count == 0)
        {
            _only = frame;
            _count = 1;
            return;
        }

        if (_frames is null)
        {
            _frames = ArrayPool<SharedFrame?>.Shared.Rent(SmallestRing);
            _frames[0] = _only;
            _only = null;
        }
        else if (_count == _frames.Length)
        {
            GrowSlow();
        }

        var frames = _frames;
        var tail = _head + _count;
        frames[tail < frames.Length ? tail : tail - frames.Length] = frame;
        _count++;
    }

    /// <summary>The bytes of the first frame that were not taken yet; borrowed until <see cref="Take"/>.</summary>
    public readonly ReadOnlySpan<byte> PeekBytes() => Head.Bytes[_headOffset..];

    /// <summary>Drops bytes of the first frame, and the frame with its last byte.</summary>
    public void Take(int bytes)
    {
        var frame = Head;
        Debug.Assert(bytes <= frame.Length - _headOffset, "More was taken than the frame has.");
        Bytes -= bytes;
        _headOffset += bytes;
        if (_headOffset == frame.Length)
        {
            RemoveHead();
            frame.Release();
        }
    }

    public void ReleaseAll()
    {
        while (_count > 0)
        {
            var frame = Head;
            RemoveHead();
            frame.Release();
        }

        Bytes = 0;
    }

    private void RemoveHead()
    {
        _count--;
        _headOffset = 0;
        if (_frames is null)
        {
            _only = null;
            return;
        }

        _frames[_head] = null;
        _head = _head + 1 == _frames.Length ? 0 : _head + 1;
        if (_count == 0)
        {
            ArrayPool<SharedFrame?>.Shared.Return(_frames);
            _frames = null;
            _head = 0;
        }
    }

    private void GrowSlow()
    {
        var frames = _frames!;
        var larger = ArrayPool<SharedFrame?>.Shared.Rent(frames.Length * 2);
        var untilEnd = frames.Length - _head;
        Array.Copy(frames, _head, larger, 0, untilEnd);
        Array.Copy(frames, 0, larger, untilEnd, _count - untilEnd);
        ArrayPool<SharedFrame?>.Shared.Return(frames, clearArray: true);
        _head = 0;
        _frames = larger;
    }
}
