using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Transport.Tests;

public sealed class TransportCountersTests
{
    [Fact]
    public void AddEnded_EveryReason_CountsOnceAndUnderOneName()
    {
        var counters = new TransportCounters();
        foreach (var reason in Enum.GetValues<CloseReason>())
        {
            var before = (counters.SlowConsumers, counters.DeadPeers, counters.Violations, counters.OtherEnds);
            counters.AddEnded(reason);
            var after = (counters.SlowConsumers, counters.DeadPeers, counters.Violations, counters.OtherEnds);

            Assert.Equal(1, after.SlowConsumers + after.DeadPeers + after.Violations + after.OtherEnds - before.SlowConsumers - before.DeadPeers - before.Violations - before.OtherEnds);
        }

        Assert.Equal(Enum.GetValues<CloseReason>().Length, counters.Ended);
        Assert.Equal((1, 1, 3), (counters.SlowConsumers, counters.DeadPeers, counters.Violations));
    }
}
