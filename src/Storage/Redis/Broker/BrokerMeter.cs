using System.Diagnostics;
using System.Diagnostics.Metrics;
using Venueless.Fast.Core.Diagnostics;

namespace Venueless.Fast.Storage.Redis.Broker;

/// <summary>How the messages between nodes fare. Records nothing until it has a meter. Thread-safe.</summary>
/// <remarks>Per message of a node, not per receiver. Real time, whatever clock the product runs by.</remarks>
internal sealed class BrokerMeter
{
    // Set once, before the first connection.
    private Histogram<double>? _publish;
    private Histogram<double>? _delivery;
    private Counter<long>? _gaps;
    private Counter<long>? _cuts;

    public void RecordIn(Meter meter)
    {
        _publish = MeterScales.Duration(meter, "venueless.broker.publish.duration", "Time from sending a message to Redis to its confirmation.");
        _delivery = MeterScales.Duration(meter, "venueless.broker.delivery.duration", "Time from sending a message to Redis to its return, when it is delivered here.");
        _gaps = meter.CreateCounter<long>("venueless.broker.gaps", "{gap}", "Gaps in the numbers of another node's messages.");
        _cuts = meter.CreateCounter<long>("venueless.broker.cuts", "{cut}", "How often a world was cut off from the other nodes.");

        // Something that has never happened is zero, not missing.
        _gaps.Add(0);
        _cuts.Add(0);
    }

    public void NotePublished(long since) => _publish?.Record(Stopwatch.GetElapsedTime(since).TotalSeconds);

    public void NoteDelivered(long since) => _delivery?.Record(Stopwatch.GetElapsedTime(since).TotalSeconds);

    public void NoteGap() => _gaps?.Add(1);

    public void NoteCut() => _cuts?.Add(1);
}
