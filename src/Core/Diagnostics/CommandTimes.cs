using System.Numerics;

namespace Venueless.Fast.Core.Diagnostics;

/// <summary>How long a node's commands took: counts in fixed buckets, each a quarter of an octave or less. Thread-safe.</summary>
/// <remarks>Per command one interlocked add and no allocation (CommandTimesTests); the clock is read twice.</remarks>
public sealed class CommandTimes
{
    // From 1 µs to 268 s in steps of a quarter octave; what is longer counts in the last one.
    private const int StepsPerOctave = 4;
    private const int Octaves = 26;
    private const int Buckets = (Octaves + 1) * StepsPerOctave;

    private readonly long[] _counts = new long[Buckets];

    /// <summary>A command has ended.</summary>
    public void Add(TimeSpan duration) => Interlocked.Increment(ref _counts[BucketOf((long)duration.TotalMicroseconds)]);

    /// <summary>The counts of all buckets since the start, shortest first.</summary>
    public long[] ToArray()
    {
        var counts = new long[Buckets];
        for (var bucket = 0; bucket < Buckets; bucket++)
        {
            counts[bucket] = Interlocked.Read(ref _counts[bucket]);
        }

        return counts;
    }

    /// <summary>The time that this share of the commands between two <see cref="ToArray"/> did not exceed, as the upper end of its bucket; null: there were none.</summary>
    /// <param name="share">From 0 to 1.</param>
    public static TimeSpan? Percentile(IReadOnlyList<long> before, IReadOnlyList<long> after, double share)
    {
        var buckets = Math.Min(before.Count, after.Count);
        long total = 0;
        for (var bucket = 0; bucket < buckets; bucket++)
        {
            total += after[bucket] - before[bucket];
        }

        if (total <= 0)
        {
            return null;
        }

        var rank = Math.Max(1, (long)Math.Ceiling(total * share));
        long seen = 0;
        for (var bucket = 0; bucket < buckets; bucket++)
        {
            seen += after[bucket] - before[bucket];
            if (seen >= rank)
            {
                return TimeSpan.FromMicroseconds(UpperEndOf(bucket));
            }
        }

        return TimeSpan.FromMicroseconds(UpperEndOf(buckets - 1));
    }

    // The first four buckets are 0 to 3 µs; from 4 µs on the two bits below the highest one choose among four.
    internal static int BucketOf(long microseconds)
    {
        if (microseconds < StepsPerOctave)
        {
            return (int)Math.Max(0, microseconds);
        }

        var octave = BitOperations.Log2((ulong)microseconds);
        var step = (int)((microseconds >> (octave - 2)) & (StepsPerOctave - 1));
        return Math.Min(Buckets - 1, ((octave - 1) * StepsPerOctave) + step);
    }

    private static long UpperEndOf(int bucket)
    {
        if (bucket < StepsPerOctave)
        {
            return bucket + 1;
        }

        var octave = (bucket / StepsPerOctave) + 1;
        return (StepsPerOctave + (bucket % StepsPerOctave) + 1L) << (octave - 2);
    }
}
