using Venueless.Fast.Core.Diagnostics;

namespace Venueless.Fast.Core.Tests.Diagnostics;

public sealed class CommandTimesTests
{
    [Fact]
    public void Percentile_BetweenTwoReadings_IsTheUpperEndOfItsBucket()
    {
        var times = new CommandTimes();
        times.Add(TimeSpan.FromSeconds(10));
        var before = times.ToArray();
        for (var command = 0; command < 98; command++)
        {
            times.Add(TimeSpan.FromMicroseconds(100));
        }

        times.Add(TimeSpan.FromMilliseconds(50));
        times.Add(TimeSpan.FromMilliseconds(50));
        var after = times.ToArray();

        Assert.InRange(CommandTimes.Percentile(before, after, 0.5)!.Value.TotalMicroseconds, 100, 125);
        Assert.InRange(CommandTimes.Percentile(before, after, 0.99)!.Value.TotalMilliseconds, 50, 62.5);
        Assert.Null(CommandTimes.Percentile(after, after, 0.99));
        Assert.Equal(101, after.Sum());
    }

    [Fact]
    public void BucketOf_EveryDuration_IsNotBelowAShorterOnes()
    {
        var last = 0;
        for (long microseconds = 0; microseconds < 1 << 20; microseconds++)
        {
            var bucket = CommandTimes.BucketOf(microseconds);
            Assert.InRange(bucket, last, last + 1);
            last = bucket;
        }

        var times = new CommandTimes();
        times.Add(TimeSpan.FromHours(5));
        times.Add(TimeSpan.FromTicks(-1));
        Assert.Equal(2, times.ToArray().Sum());
        Assert.InRange(CommandTimes.Percentile(new CommandTimes().ToArray(), times.ToArray(), 1)!.Value, TimeSpan.FromSeconds(200), TimeSpan.FromSeconds(300));
    }

    [Fact]
    public void Add_AllocatesNothing()
    {
        var times = new CommandTimes();
        times.Add(TimeSpan.FromMilliseconds(1));
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var command = 0; command < 1000; command++)
        {
            times.Add(TimeSpan.FromMicroseconds(command));
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }
}
