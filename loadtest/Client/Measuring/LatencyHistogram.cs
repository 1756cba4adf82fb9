using System.Numerics;

namespace Venueless.Fast.LoadTest.Client.Measuring;

/// <summary>
/// Counts of values in log-linear buckets: exact below 64, 64 buckets for every power of two above, so a percentile is at most 1.6 % too high. Adding a value costs
/// an increment; histograms of several processes are added up without loss. The house unit is the microsecond. Not thread-safe: one per event loop.
/// </summary>
public sealed class LatencyHistogram
{
    /// <summary>Larger values (about 19 hours in microseconds) are counted as this one.</summary>
    public const long MaxValue = (1L << 36) - 1;

    private const int SubBucketBits = 6;
    private const int SubBuckets = 1 << SubBucketBits;

    // Grown to the highest bucket in use: a run keeps one histogram per second.
    private long[] _counts = [];
    private long _sum;

    public long Count { get; private set; }

    /// <summary>Largest value recorded, exact; 0 when empty.</summary>
    public long Max { get; private set; }

    /// <summary>Exact; 0 when empty.</summary>
    public double Mean => Count == 0 ? 0 : (double)_sum / Count;

    /// <param name="value">Negative values (clocks read in the wrong order) count as 0.</param>
    public void Record(long value)
    {
        value = Math.Clamp(value, 0, MaxValue);
        var bucket = BucketOf(value);
        if (bucket >= _counts.Length)
        {
            Grow(bucket);
        }

        _counts[bucket]++;
        _sum += value;
        Count++;
        if (value > Max)
        {
            Max = value;
        }
    }

    public void Add(LatencyHistogram other)
    {
        if (other._counts.Length > _counts.Length)
        {
            Grow(other._counts.Length - 1);
        }

        for (var bucket = 0; bucket < other._counts.Length; bucket++)
        {
            _counts[bucket] += other._counts[bucket];
        }

        Count += other.Count;
        _sum += other._sum;
        Max = Math.Max(Max, other.Max);
    }

    /// <summary>The value that the given share of all values does not exceed; 0 when empty.</summary>
    /// <param name="percent">0 to 100.</param>
    public long Percentile(double percent)
    {
        var rank = Math.Max(1, (long)Math.Ceiling(Count * percent / 100));
        long seen = 0;
        for (var bucket = 0; bucket < _counts.Length; bucket++)
        {
            seen += _counts[bucket];
            if (seen >= rank)
            {
                return Math.Min(UpperEndOf(bucket), Max);
            }
        }

        return Max;
    }

    /// <summary>What another process needs to add this histogram to its own.</summary>
    public HistogramData ToData()
    {
        var pairs = new List<long>();
        for (var bucket = 0; bucket < _counts.Length; bucket++)
        {
            if (_counts[bucket] != 0)
            {
                pairs.Add(bucket);
                pairs.Add(_counts[bucket]);
            }
        }

        return new HistogramData { Sum = _sum, Max = Max, Buckets = [.. pairs] };
    }

    /// <exception cref="FormatException">The buckets are not pairs in range.</exception>
    public static LatencyHistogram FromData(HistogramData data)
    {
        var histogram = new LatencyHistogram { Max = data.Max, _sum = data.Sum };
        if (data.Buckets.Length % 2 != 0)
        {
            throw new FormatException("A histogram's buckets come in pairs of index and count.");
        }

        for (var index = 0; index < data.Buckets.Length; index += 2)
        {
            var bucket = data.Buckets[index];
            if (bucket < 0 || bucket > BucketOf(MaxValue))
            {
                throw new FormatException($"A histogram has no bucket {bucket}.");
            }

            if (bucket >= histogram._counts.Length)
            {
                histogram.Grow((int)bucket);
            }

            histogram._counts[bucket] += data.Buckets[index + 1];
            histogram.Count += data.Buckets[index + 1];
        }

        return histogram;
    }

    private static int BucketOf(long value)
    {
        if (value < SubBuckets)
        {
            return (int)value;
        }

        var shift = BitOperations.Log2((ulong)value) - SubBucketBits;
        return ((shift + 1) << SubBucketBits) + (int)(value >> shift) - SubBuckets;
    }

    private static long UpperEndOf(int bucket)
    {
        if (bucket < SubBuckets)
        {
            return bucket;
        }

        var shift = (bucket >> SubBucketBits) - 1;
        return ((long)((bucket & (SubBuckets - 1)) + SubBuckets + 1) << shift) - 1;
    }

    private void Grow(int bucket) => Array.Resize(ref _counts, Math.Min((bucket | (SubBuckets - 1)) + 1, BucketOf(MaxValue) + 1));
}
