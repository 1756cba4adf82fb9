using System.Collections.Concurrent;

namespace Venueless.Fast.Core.Buffers;

/// <summary>Keeps the small <see cref="SharedFrame"/> objects between uses; their arrays live in the array pool. Any thread.</summary>
/// <remarks><see cref="Outstanding"/> is what leak tests look at: after everything is closed it returns to its earlier value.</remarks>
public static class FramePool
{
    // Enough for a burst of replies of a busy node; a missed reuse costs 32 bytes, a bigger pool costs memory for ever.
    private const int MaxKept = 4096;

    private static readonly ConcurrentQueue<SharedFrame> Kept = new();
    private static int _keptCount;
    private static long _outstanding;

    /// <summary>Frames created and not yet released by their last owner.</summary>
    public static long Outstanding => Interlocked.Read(ref _outstanding);

    internal static SharedFrame Rent()
    {
        Interlocked.Increment(ref _outstanding);
        if (Kept.TryDequeue(out var frame))
        {
            Interlocked.Decrement(ref _keptCount);
            return frame;
        }

        return new SharedFrame();
    }

    internal static void Return(SharedFrame frame)
    {
        Interlocked.Decrement(ref _outstanding);
        if (Interlocked.Increment(ref _keptCount) <= MaxKept)
        {
            Kept.Enqueue(frame);
        }
        else
        {
            Interlocked.Decrement(ref _keptCount);
        }
    }
}
