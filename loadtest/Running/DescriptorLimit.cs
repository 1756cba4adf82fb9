using System.Globalization;
using Venueless.Fast.LoadTest.Attendees;

namespace Venueless.Fast.LoadTest.Running;

/// <summary>A process without descriptors does not fail, it dies: so it is not started.</summary>
internal static class DescriptorLimit
{
    // Files, pipes and epoll instances of the runtime and the tool.
    private const int Reserve = 200;

    /// <exception cref="LoadFailedException">The process may not open that many connections.</exception>
    public static void Check(int connections)
    {
        // The runtime has raised its own limit to the hard one already.
        if (Read() is { } limit && connections + Reserve > limit)
        {
            throw new LoadFailedException($"A process may open {limit} descriptors here, and {connections} attendees need more: use --processes, or raise \"ulimit -Hn\".");
        }
    }

    private static long? Read()
    {
        const string Limits = "/proc/self/limits";
        var line = File.Exists(Limits) ? File.ReadLines(Limits).FirstOrDefault(static line => line.StartsWith("Max open files", StringComparison.Ordinal)) : null;
        var fields = line?.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields?.Length > 3 && long.TryParse(fields[3], NumberStyles.None, CultureInfo.InvariantCulture, out var limit) ? limit : null;
    }
}
