using System.Numerics;

namespace Venueless.Fast.Core.Diagnostics;

/// <summary>Counters that every processor adds to in a place of its own. Thread-safe.</summary>
/// <remarks>
/// Per delivery and per command; 0 B, some 5 ns where a counter shared by two busy processors costs ten times that. Read by scrapes, which add the lanes up: a sum is never
/// less than it was before, but two counters of one moment may differ by what is being counted.
/// </remarks>
public sealed class LaneCounters
{
    // 128 bytes: processors fetch lines in pairs.
    private const int LineLongs = 16;

    // More than that would cost a large installation with many worlds memory for nothing.
    private static readonly int Lanes = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Clamp(Environment.ProcessorCount, 1, 16));

    // Asking for the processor each time would cost as much as the addition; threads stay where they are for some thousand of these.
    private const int UsesPerLook = 64;

    [ThreadStatic]
    private static int _lane;

    [ThreadStatic]
    private static int _uses;

    private readonly long[] _values;
    private readonly int _stride;

    /// <param name="count">How many counters.</param>
    public LaneCounters(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        Count = count;
        _stride = (count + LineLongs - 1) / LineLongs * LineLongs;

        // A line in front: what the array begins with is read by everybody.
        _values = new long[LineLongs + (Lanes * _stride)];
    }

    public int Count { get; }

    public void Add(int counter, long amount)
    {
        Interlocked.Add(ref _values[FindLane() + counter], amount);
    }

    /// <summary>Two at once.</summary>
    public void Add(int first, long firstAmount, int second, long secondAmount)
    {
        var lane = FindLane();
        Interlocked.Add(ref _values[lane + first], firstAmount);
        Interlocked.Add(ref _values[lane + second], secondAmount);
    }

    // A thread may have changed its processor since it looked: then two add in one place for a while, which is why additions are interlocked.
    private int FindLane()
    {
        if (--_uses < 0)
        {
            _uses = UsesPerLook;
            _lane = Thread.GetCurrentProcessorId() & (Lanes - 1);
        }

        return LineLongs + (_lane * _stride);
    }

    /// <summary>What was added so far.</summary>
    public long Sum(int counter)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)counter, (uint)Count);
        var sum = 0L;
        for (var index = LineLongs + counter; index < _values.Length; index += _stride)
        {
            sum += Interlocked.Read(ref _values[index]);
        }

        return sum;
    }
}
