using Venueless.Fast.LoadTest.Client.Measuring;

namespace Venueless.Fast.LoadTest.Running;

/// <summary>Puts the seconds of all workers together. Thread-safe.</summary>
internal sealed class SeriesRecorder
{
    private readonly Lock _gate = new();
    private readonly List<SeriesPoint> _points = [];
    private readonly Dictionary<int, SecondData> _latest = [];
    private readonly List<SecondData> _arrived = [];
    private readonly ProcessSampler? _sampler;
    private readonly long _start;
    private ProcessSample? _lastSample;
    private long _lastReceivedBytes;

    public SeriesRecorder(ProcessSampler? sampler, long start)
    {
        _sampler = sampler;
        _start = start;
        _lastSample = sampler?.Read();
    }

    public IReadOnlyList<SeriesPoint> Points
    {
        get
        {
            lock (_gate)
            {
                return [.. _points];
            }
        }
    }

    public void Add(int worker, SecondData second)
    {
        lock (_gate)
        {
            _arrived.Add(second);
            _latest[worker] = second;
        }
    }

    /// <summary>Makes a point of what arrived since the last one.</summary>
    public SeriesPoint Take(string phase)
    {
        lock (_gate)
        {
            var delivery = new LatencyHistogram();
            var pings = new LatencyHistogram();
            foreach (var second in _arrived)
            {
                delivery.Add(LatencyHistogram.FromData(second.Delivery));
                pings.Add(LatencyHistogram.FromData(second.Pings));
            }

            var sample = _sampler?.Read();
            var received = _latest.Values.Sum(static second => second.ReceivedBytes);
            var point = new SeriesPoint(
                (Clock.Now - _start) / 1e6,
                phase,
                _latest.Values.Sum(static second => second.Connected),
                delivery.Count,
                _arrived.Sum(static second => second.Replies),
                _arrived.Sum(static second => second.Joins),
                _arrived.Sum(static second => second.Pushes),
                _arrived.Sum(static second => second.Errors),
                Milliseconds(delivery, 50),
                Milliseconds(delivery, 99),
                Milliseconds(delivery, 100),
                Milliseconds(pings, 50),
                Milliseconds(pings, 99),
                (received - _lastReceivedBytes) / 1e6,
                sample is { } now && _lastSample is { } last && now.Time > last.Time ? (double)(now.CpuMicroseconds - last.CpuMicroseconds) / (now.Time - last.Time) : null,
                sample?.ResidentBytes / 1e6);
            (_lastSample, _lastReceivedBytes) = (sample, received);
            _arrived.Clear();
            _points.Add(point);
            return point;
        }
    }

    private static double? Milliseconds(LatencyHistogram histogram, double percent) => histogram.Count == 0 ? null : histogram.Percentile(percent) / 1000d;
}
