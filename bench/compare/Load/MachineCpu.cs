using System.Globalization;

namespace Venueless.Fast.Compare.Load;

/// <summary>Processor time that the whole machine has used, from <c>/proc/stat</c>.</summary>
internal static class MachineCpu
{
    private const long MicrosecondsPerTick = 10_000;

    /// <summary>Microseconds in which a processor was not idle, over all processors since the start.</summary>
    public static long BusyMicroseconds()
    {
        // cpu user nice system idle iowait irq softirq steal guest guest_nice; guest is contained in user.
        var fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var busy = 0L;
        for (var field = 1; field <= 8; field++)
        {
            busy += field is 4 or 5 ? 0 : long.Parse(fields[field], CultureInfo.InvariantCulture);
        }

        return busy * MicrosecondsPerTick;
    }
}
