using System.Diagnostics;
using System.Diagnostics.Metrics;
using Venueless.Fast.Core.Diagnostics;

namespace Venueless.Fast.Storage.Sql.Writing;

/// <summary>How well group commit works. Records nothing until it has a meter. Thread-safe.</summary>
internal sealed class WriteMeter
{
    // Set once at the start of a server; commands of the command line have none.
    private Histogram<double>? _duration;
    private Histogram<double>? _size;

    public void RecordIn(Meter meter)
    {
        Volatile.Write(ref _size, MeterScales.Size(meter, "venueless.commit.batch.size", "{write}", "Writes that shared one transaction."));
        Volatile.Write(
            ref _duration,
            MeterScales.Duration(meter, "venueless.commit.duration", "Time from taking a batch of writes to the end of its transaction, its completions included."));
    }

    /// <param name="since">Timestamp of <see cref="Stopwatch"/>: when the batch was taken.</param>
    public void Record(int writes, long since)
    {
        Volatile.Read(ref _size)?.Record(writes);
        Volatile.Read(ref _duration)?.Record(Stopwatch.GetElapsedTime(since).TotalSeconds);
    }
}
