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
        // A processor may change between the two steps: then two add in one place, which is why the addition is interlocked.
        var lane = Thread.GetCurrentProcessorId() & (Lanes - 1);
        Interlocked.Add(ref _values[LineLongs + (lane * _stride) + counter], amount);
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
