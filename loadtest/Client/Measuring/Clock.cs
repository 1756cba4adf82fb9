using System.Diagnostics;

namespace Venueless.Fast.LoadTest.Client.Measuring;

/// <summary>
/// Microseconds of the machine's monotonic clock. All processes of one machine read the same clock, so a time that one process wrote into a message can be compared
/// by another one.
/// </summary>
public static class Clock
{
    private static readonly double TicksPerMicrosecond = Stopwatch.Frequency / 1_000_000d;

    public static long Now => Stopwatch.Frequency == 1_000_000_000 ? Stopwatch.GetTimestamp() / 1000 : (long)(Stopwatch.GetTimestamp() / TicksPerMicrosecond);
}
