using System.Buffers;
using Venueless.Fast.Core.Buffers;
using Venueless.Fast.Core.Diagnostics;

namespace Venueless.Fast.Core.Messaging.Delivery;

/// <summary>Frames for one connection, to be sent together. Used again and again by one thread.</summary>
/// <remarks>Per turn of fan-out; 0 B in steady state. Receivers of one topic mostly get the same frames, so that what was joined for one of them serves the next.</remarks>
public sealed class FrameBatch
{
    private SharedFrame[] _frames = new SharedFrame[16];

    // The frames whose bytes were joined last; one reference each, since a frame that is given back becomes another one.
    private SharedFrame[] _joined = [];
    private int _joinedCount;
    private byte[] _bytes = [];
    private int _length;

    // Deliveries that are counted together: mostly all of a slice.
    private WorldMeter? _meter;
    private TopicKind _audience;
    private int _deliveries;

    public int Count { get; private set; }

    /// <summary>Borrowed until the batch is changed.</summary>
    public ReadOnlySpan<SharedFrame> Frames => _frames.AsSpan(0, Count);

    /// <summary>Bytes of all frames.</summary>
    public long Length
    {
        get
        {
            var length = 0L;
            foreach (var frame in Frames)
            {
                length += frame.Length;
            }

            return length;
        }
    }

    /// <param name="frame">Borrowed: whoever owns it keeps it while it is in the batch.</param>
    public void Add(SharedFrame frame)
    {
        if (Count == _frames.Length)
        {
            Array.Resize(ref _frames, 2 * Count);
        }

        _frames[Count++] = frame;
    }

    /// <summary>A push of a topic is in the batch, for a receiver of that world. Counted in the end: <see cref="Forget"/>.</summary>
    internal void CountDelivery(WorldMeter meter, TopicKind audience)
    {
        if (!ReferenceEquals(meter, _meter) || audience != _audience)
        {
            CountDeliveries();
            (_meter, _audience) = (meter, audience);
        }

        _deliveries++;
    }

    /// <summary>Puts another form of the same message in a frame's place.</summary>
    public void Exchange(int index, SharedFrame form) => _frames[index] = form;

    public void Clear() => Count = 0;

    /// <summary>All frames in one piece; not for so many that this would be large. Borrowed until the next call.</summary>
    public ReadOnlySpan<byte> Join()
    {
        if (Count == 1)
        {
            return _frames[0].Bytes;
        }

        if (!Frames.SequenceEqual(_joined.AsSpan(0, _joinedCount)))
        {
            JoinSlow();
        }

        return _bytes.AsSpan(0, _length);
    }

    /// <summary>Gives back what was kept for the next receiver. The last call after a walk over receivers.</summary>
    public void Forget()
    {
        CountDeliveries();
        Clear();
        Array.Clear(_frames);
        for (var index = 0; index < _joinedCount; index++)
        {
            _joined[index].Release();
            _joined[index] = null!;
        }

        _joinedCount = 0;
        if (_bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = [];
        }
    }

    private void CountDeliveries()
    {
        _meter?.CountDeliveries(_audience, _deliveries);
        _meter = null;
        _deliveries = 0;
    }

    private void JoinSlow()
    {
        var count = Count;
        var length = (int)Length;
        foreach (var frame in Frames)
        {
            frame.AddRef();
        }

        for (var index = 0; index < _joinedCount; index++)
        {
            _joined[index].Release();
        }

        if (_joined.Length < count)
        {
            _joined = new SharedFrame[_frames.Length];
        }

        if (_bytes.Length < length)
        {
            if (_bytes.Length > 0)
            {
                ArrayPool<byte>.Shared.Return(_bytes);
            }

            _bytes = ArrayPool<byte>.Shared.Rent(length);
        }

        _length = 0;
        for (var index = 0; index < count; index++)
        {
            var frame = _joined[index] = _frames[index];
            frame.Bytes.CopyTo(_bytes.AsSpan(_length));
            _length += frame.Length;
        }

        _joined.AsSpan(count).Clear();
        _joinedCount = count;
    }
}
