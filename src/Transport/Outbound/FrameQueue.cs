using System.Buffers;
using System.Diagnostics;
using Venueless.Fast.Core.Buffers;

namespace Venueless.Fast.Transport.Outbound;

/// <summary>A ring of frame references that owns nothing while it is empty. Mutable struct: keep it in one field, guard it by the owner's lock.</summary>
internal struct FrameQueue
{
    private const int FirstCapacity = 16;

    private SharedFrame?[]? _frames;
    private int _head;
    private int _count;
    private int _headOffset;

    public readonly bool IsEmpty => _count == 0;

    /// <summary>Bytes not yet taken.</summary>
    public long Bytes { get; private set; }

    /// <summary>What is left of the first frame if it has more bytes than the limit as a whole, else 0.</summary>
    public readonly int OversizedHeadBytes(int limit) => _count > 0 && _frames![_head]!.Length > limit ? _frames[_head]!.Length - _headOffset : 0;

    /// <summary>Takes over one reference of the frame.</summary>
    public void Enqueue(SharedFrame frame)
    {
        if (_frames is null || _count == _frames.Length)
        {
            GrowSlow();
        }

        var frames = _frames!;
        var tail = _head + _count;
        frames[tail < frames.Length ? tail : tail - frames.Length] = frame;
        _count++;
        Bytes += frame.Length;
    }

    /// <summary>The bytes of the first frame that were not taken yet; borrowed until <see cref="Take"/>.</summary>
    public readonly ReadOnlySpan<byte> PeekBytes() => _frames![_head]!.Bytes[_headOffset..];

    /// <summary>Drops bytes of the first frame, and the frame with its last byte.</summary>
    public void Take(int bytes)
    {
        var frame = _frames![_head]!;
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
            var frame = _frames![_head]!;
            RemoveHead();
            frame.Release();
        }

        Bytes = 0;
    }

    private void RemoveHead()
    {
        _frames![_head] = null;
        _headOffset = 0;
        _head = _head + 1 == _frames.Length ? 0 : _head + 1;
        if (--_count == 0)
        {
            // Every slot is null again, so the array needs no clearing.
            ArrayPool<SharedFrame?>.Shared.Return(_frames);
            _frames = null;
            _head = 0;
        }
    }

    private void GrowSlow()
    {
        var larger = ArrayPool<SharedFrame?>.Shared.Rent(_frames is null ? FirstCapacity : _frames.Length * 2);
        if (_frames is { } frames)
        {
            var untilEnd = Math.Min(_count, frames.Length - _head);
            Array.Copy(frames, _head, larger, 0, untilEnd);
            Array.Copy(frames, 0, larger, untilEnd, _count - untilEnd);
            ArrayPool<SharedFrame?>.Shared.Return(frames, clearArray: true);
            _head = 0;
        }

        _frames = larger;
    }
}
