using Venueless.Fast.LoadTest.Client.Measuring;

namespace Venueless.Fast.Compare.Load;

/// <summary>The end of a phase: waits for what is still on its way.</summary>
internal static class Drain
{
    /// <summary>So long nothing has come: nothing more will, for instance because connections were closed.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    /// <summary>Loop thread only.</summary>
    /// <param name="missing">How much has not come yet.</param>
    public static async Task WaitAsync(Crowd crowd, Func<long> missing)
    {
        var limit = Clock.Now + (long)Limit.TotalMicroseconds;
        var (last, since) = (missing(), Clock.Now);
        while (last > 0 && Clock.Now < limit && Clock.Now - since < Silence.TotalMicroseconds)
        {
            await crowd.Loop.DelayAsync(Pause);
            if (missing() is var now && now != last)
            {
                (last, since) = (now, Clock.Now);
            }
        }
    }
}
