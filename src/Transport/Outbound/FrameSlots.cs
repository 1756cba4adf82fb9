using System.Numerics;
using Venueless.Fast.Core.Buffers;

namespace Venueless.Fast.Transport.Outbound;

/// <summary>Arrays for queues of more than one frame. Thread-safe.</summary>
/// <remarks>
/// Publishers take them and other threads give them back, ten thousand in a pass: <see cref="System.Buffers.ArrayPool{T}"/> keeps its arrays for the thread that returned
/// them and would allocate nearly all. Here nothing is allocated once the largest pass has been seen (FanOutTests).
/// </remarks>
internal sealed class FrameSlots
{
    /// <summary>Frames in the smallest array: as many as gather in a very busy room.</summary>
    public const int Smallest = 16;

    // 16 to 4,096 frames; what is larger is not kept.
    private const int SizeCount = 9;

    // 2.5 MB of each size at most: nobody has more connections than the process has descriptors.
    private const int MaxKept = 16 * 1024;

    private static readonly FrameSlots[] Sizes = CreateSizes();

    private readonly int _length;
    private readonly int _maxKept;
    private readonly Lock _lock = new();
    private readonly Stack<SharedFrame?[]> _kept = new();

    private FrameSlots(int length)
    {
        _length = length;
        _maxKept = MaxKept * Smallest / length;
    }

    /// <param name="length">A power of two, at least <see cref="Smallest"/>.</param>
    public static SharedFrame?[] Rent(int length) => Find(length) is { } size ? size.Rent() : new SharedFrame?[length];

    /// <param name="slots">All null.</param>
    public static void Return(SharedFrame?[] slots) => Find(slots.Length)?.Keep(slots);

    private static FrameSlots? Find(int length)
    {
        var size = BitOperations.Log2((uint)(length / Smallest));
        return size < SizeCount ? Sizes[size] : null;
    }

    private static FrameSlots[] CreateSizes()
    {
        var sizes = new FrameSlots[SizeCount];
        for (var size = 0; size < SizeCount; size++)
        {
            sizes[size] = new FrameSlots(Smallest << size);
        }

        return sizes;
    }

    private SharedFrame?[] Rent()
    {
        lock (_lock)
        {
            if (_kept.TryPop(out var slots))
            {
                return slots;
            }
        }

        return new SharedFrame?[_length];
    }

    private void Keep(SharedFrame?[] slots)
    {
        lock (_lock)
        {
            if (_kept.Count < _maxKept)
            {
                _kept.Push(slots);
            }
        }
    }
}
