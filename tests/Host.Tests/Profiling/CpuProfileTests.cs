using Venueless.Fast.Host.Profiling;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Profiling;

/// <summary>Whose processor time is whose.</summary>
public sealed class CpuProfileTests
{
    // Of one thread's clock; a busy machine makes waiting longer, not this.
    private static readonly long Work = TimeSpan.FromMilliseconds(30).Ticks * 100;

    private readonly CpuProfile _profile = new();

    [Fact]
    public async Task Run_AcrossAwaits_ChargesEveryThreadsPart()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        await _profile.RunAsync("work", async () =>
        {
            Burn();
            await Task.Yield();
            Burn();
            await Task.Delay(50);
            Burn();
        });

        var entry = Assert.Single(_profile.Entries);
        await WaitForAsync(() => entry.TotalTime >= 3 * Work);
        Assert.Equal(("work", 1L), (entry.Name, entry.Calls));
        Assert.InRange(entry.TotalTime, 3 * Work, 6 * Work);
    }

    [Fact]
    public async Task Run_WithinAnother_IsInBothTotalsAndInOneOwnTime()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        await _profile.RunAsync("outer", async () =>
        {
            Burn();
            await _profile.RunAsync("inner", async () =>
            {
                Burn();
                await Task.Yield();
                Burn();
            });
        });

        var (outer, inner) = (_profile.Entries.Single(static entry => entry.Name == "outer"), _profile.Entries.Single(static entry => entry.Name == "inner"));
        await WaitForAsync(() => outer.TotalTime >= 3 * Work);
        Assert.InRange(inner.OwnTime, 2 * Work, 4 * Work);
        Assert.InRange(outer.OwnTime, Work, 2 * Work);
        Assert.Equal(outer.OwnTime + inner.TotalTime, outer.TotalTime);
    }

    [Fact]
    public async Task Run_LeavesSomethingBehind_ThatIsNotItsOwn()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var left = Task.CompletedTask;
        await _profile.RunAsync("brief", () =>
        {
            left = BurnBehindAsync(gate.Task);
            return Task.CompletedTask;
        });

        gate.SetResult();
        await left;

        Assert.InRange(Assert.Single(_profile.Entries).TotalTime, 0, Work / 2);
    }

    [Fact]
    public async Task Run_InWhatAnEndedCallLeftBehind_IsNotPartOfIt()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var left = Task.CompletedTask;
        await _profile.RunAsync("brief", () =>
        {
            left = RunBehindAsync(gate.Task);
            return Task.CompletedTask;
        });

        gate.SetResult();
        await left;

        var behind = _profile.Entries.Single(static entry => entry.Name == "behind");
        await WaitForAsync(() => behind.TotalTime >= Work);
        Assert.InRange(_profile.Entries.Single(static entry => entry.Name == "brief").TotalTime, 0, Work / 2);
    }

    // The last part is charged when its thread has left it.
    private static async Task WaitForAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(WireClient.DefaultTimeout);
        while (!condition() && !limit.IsCancellationRequested)
        {
            await Task.Delay(5, CancellationToken.None);
        }
    }

    private async Task RunBehindAsync(Task gate)
    {
#pragma warning disable VSTHRD003 // The test opens it.
        await gate;
#pragma warning restore VSTHRD003
        await _profile.RunAsync("behind", () =>
        {
            Burn();
            return Task.CompletedTask;
        });
    }

    private static async Task BurnBehindAsync(Task gate)
    {
#pragma warning disable VSTHRD003 // The test opens it.
        await gate;
#pragma warning restore VSTHRD003
        Burn();
    }

    private static void Burn()
    {
        for (var since = ThreadClock.Read(); ThreadClock.Read() - since < Work;)
        {
            Thread.SpinWait(100);
        }
    }
}
