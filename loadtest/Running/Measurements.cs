using Venueless.Fast.LoadTest.Client.Measuring;

namespace Venueless.Fast.LoadTest.Running;

/// <summary>What one event loop measures. Loop thread only.</summary>
internal sealed class Measurements
{
    private readonly Dictionary<string, LatencyHistogram> _histograms = [];
    private readonly Dictionary<string, long> _counters = [];

    /// <summary>From the moment a message was due until an attendee had it.</summary>
    public LatencyHistogram Delivery { get; private set; } = new();

    /// <summary>What happened since the last whole second.</summary>
    public SecondTally Second { get; private set; } = new();

    /// <summary>Attendees that are connected now.</summary>
    public int Connected { get; set; }

    public IReadOnlyDictionary<string, LatencyHistogram> Histograms => _histograms;

    public IReadOnlyDictionary<string, long> Counters => _counters;

    public void Record(string name, long microseconds)
    {
        if (!_histograms.TryGetValue(name, out var histogram))
        {
            _histograms.Add(name, histogram = new LatencyHistogram());
        }

        histogram.Record(microseconds);
    }

    public void Count(string name, long number = 1) => _counters[name] = _counters.GetValueOrDefault(name) + number;

    public void RecordDelivery(long microseconds)
    {
        Delivery.Record(microseconds);
        Second.Delivery.Record(microseconds);
    }

    /// <summary>A pong has come. Pings that were due meanwhile and could not be sent count as well, from the moment they were due.</summary>
    /// <param name="microseconds">Since its ping.</param>
    /// <param name="interval">Microseconds between two pings.</param>
    public void RecordPing(long microseconds, long interval)
    {
        Second.Replies++;
        for (var roundTrip = microseconds; roundTrip >= 0; roundTrip -= interval)
        {
            Record("ping", roundTrip);
            Second.Pings.Record(roundTrip);
        }
    }

    public void RecordReply(string name, long microseconds)
    {
        Second.Replies++;
        Record(name, microseconds);
    }

    /// <summary>What is recorded as delivery from now on is counted apart; so far goes to the name.</summary>
    public void SetDeliveriesAside(string name)
    {
        _histograms[name] = Delivery;
        Delivery = new LatencyHistogram();
    }

    public SecondTally TakeSecond()
    {
        var second = Second;
        Second = new SecondTally();
        return second;
    }
}
