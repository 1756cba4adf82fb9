using Venueless.Fast.LoadTest.Client.Measuring;

namespace Venueless.Fast.LoadTest.Tests.Client;

public sealed class LatencyHistogramTests
{
    [Fact]
    public void Percentile_OfEveryMagnitude_IsAtMostTwoPercentTooHigh()
    {
        for (long value = 0; value < LatencyHistogram.MaxValue; value += 1 + (value / 3))
        {
            var histogram = new LatencyHistogram();
            histogram.Record(value);
            histogram.Record(LatencyHistogram.MaxValue);
            Assert.InRange(histogram.Percentile(50), value, value + (value / 60));
        }
    }

    [Fact]
    public void Percentile_OfAThousandValues_FindsTheRank()
    {
        var histogram = new LatencyHistogram();
        for (var value = 1; value <= 50; value++)
        {
            histogram.Record(value);
        }

        Assert.Equal(25, histogram.Percentile(50));
        Assert.Equal(50, histogram.Percentile(99));
        Assert.Equal(1, histogram.Percentile(0));
        Assert.Equal(25.5, histogram.Mean);
        Assert.Equal(50, histogram.Max);
    }

    [Fact]
    public void Percentile_OfNothing_IsZero() => Assert.Equal(0, new LatencyHistogram().Percentile(99));

    [Fact]
    public void Record_OutOfRange_IsClamped()
    {
        var histogram = new LatencyHistogram();
        histogram.Record(-5);
        Assert.Equal(0, histogram.Max);
        histogram.Record(long.MaxValue);
        Assert.Equal(LatencyHistogram.MaxValue, histogram.Max);
        Assert.Equal(LatencyHistogram.MaxValue, histogram.Percentile(100));
    }

    [Fact]
    public void Add_EqualsRecordingIntoOne_AlsoOverTheWire()
    {
        var random = new Random(1);
        var whole = new LatencyHistogram();
        var parts = new[] { new LatencyHistogram(), new LatencyHistogram() };
        for (var index = 0; index < 10_000; index++)
        {
            var value = (long)Math.Exp(random.NextDouble() * 20);
            whole.Record(value);
            parts[index & 1].Record(value);
        }

        var sum = LatencyHistogram.FromData(parts[0].ToData());
        sum.Add(parts[1]);
        Assert.Equal(whole.Count, sum.Count);
        Assert.Equal(whole.Mean, sum.Mean);
        Assert.Equal(whole.Max, sum.Max);
        Assert.All([1, 50, 90, 99, 99.9, 100], percent => Assert.Equal(whole.Percentile(percent), sum.Percentile(percent)));
    }

    [Theory]
    [InlineData(new long[] { 1 })]
    [InlineData(new long[] { -1, 1 })]
    [InlineData(new long[] { 1_000_000, 1 })]
    public void FromData_OfNonsense_IsRefused(long[] buckets) => Assert.Throws<FormatException>(() => LatencyHistogram.FromData(new HistogramData { Buckets = buckets }));
}
