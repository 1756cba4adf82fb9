using Venueless.Fast.Core.Diagnostics;

namespace Venueless.Fast.Core.Tests.Diagnostics;

public sealed class LaneCountersTests
{
    [Fact]
    public void Add_ManyThreads_LosesNothingAndMixesNothing()
    {
        const int Rounds = 20_000;
        var counters = new LaneCounters(17);
        var threads = Enumerable.Range(0, 4).Select(_ => new Thread(() =>
        {
            for (var round = 0; round < Rounds; round++)
            {
                for (var counter = 0; counter < 17; counter += 8)
                {
                    counters.Add(counter, counter + 1);
                }
            }
        })).ToList();

        threads.ForEach(static thread => thread.Start());
        threads.ForEach(static thread => thread.Join());

        for (var counter = 0; counter < 17; counter++)
        {
            Assert.Equal(counter % 8 == 0 ? 4L * Rounds * (counter + 1) : 0, counters.Sum(counter));
        }
    }

    [Fact]
    public void Add_Two_AddsEachToItsOwn()
    {
        var counters = new LaneCounters(3);
        for (var round = 0; round < 100; round++)
        {
            counters.Add(0, 1, 2, 10);
        }

        Assert.Equal([100, 0, 1000], [counters.Sum(0), counters.Sum(1), counters.Sum(2)]);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    public void Sum_OfNoCounter_Throws(int counter) => Assert.Throws<ArgumentOutOfRangeException>(() => new LaneCounters(2).Sum(counter));
}
