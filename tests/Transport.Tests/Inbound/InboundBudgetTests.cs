using Venueless.Fast.Transport.Inbound;

namespace Venueless.Fast.Transport.Tests.Inbound;

public sealed class InboundBudgetTests
{
    private const long Megabyte = 1024 * 1024;

    [Fact]
    public void MustPause_AboveTheLimit_OnlyTheLargest()
    {
        var budget = new InboundBudget(10 * Megabyte);
        BudgetEntry? large = null, small = null, tiny = null;
        long largeCharged = 0, smallCharged = 0, tinyCharged = 0;
        budget.Change(ref large, ref largeCharged, 8 * Megabyte);
        budget.Change(ref small, ref smallCharged, 3 * Megabyte);
        budget.Change(ref tiny, ref tinyCharged, 1000);

        Assert.Null(tiny);
        Assert.True(budget.MustPause(large));
        // The last that is not paused goes on, however large.
        Assert.False(budget.MustPause(small));
        Assert.False(budget.MustPause(tiny));
        Assert.True(budget.MustPause(large));

        budget.Change(ref small, ref smallCharged, 0);
        Assert.Null(small);
        Assert.False(budget.MustPause(large));
        budget.Change(ref large, ref largeCharged, 0);
        budget.Change(ref tiny, ref tinyCharged, 0);
        Assert.Equal(0, budget.UsedBytes);
    }

    [Fact]
    public void MustPause_WhenAllOthersArePaused_IsFalse()
    {
        var budget = new InboundBudget(Megabyte);
        BudgetEntry? only = null;
        long charged = 0;
        budget.Change(ref only, ref charged, 5 * Megabyte);

        Assert.False(budget.MustPause(only));
    }
}
